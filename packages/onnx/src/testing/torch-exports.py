"""
Makes the files torch-*.onnx beside it but for torch-mlp.onnx: what the two exporters of PyTorch write, `script` (TorchScript,
until 2.8 the default) and `dynamo`. Run with PyTorch 2.13, onnx 1.23 and onnxscript 0.7 as `python3 torch-exports.py`.
"""

import onnx
import torch
from torch import nn


class View(nn.Module):
    def forward(self, x):
        return x.view(x.size(0), -1)


class Standardize(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.register_buffer("mean", torch.randn(size))
        self.register_buffer("std", torch.rand(size) + 0.5)

    def forward(self, x):
        return (x - self.mean) / self.std


class Squeeze(nn.Module):
    def forward(self, x):
        return x.squeeze(-1)


class Answer(nn.Module):
    def forward(self, x):
        return x.argmax(dim=1)


def normalization(size):
    layer = nn.BatchNorm1d(size)
    for values in layer.running_mean, layer.weight.data, layer.bias.data:
        values.copy_(torch.randn(size))
    layer.running_var.copy_(torch.rand(size) + 0.5)
    return layer


torch.manual_seed(0)
dense = [nn.Linear(6, 4), nn.Tanh(), nn.Linear(4, 3)]
image, row = (2, 2, 3), (2, 6)
models = {
    "view": ([View(), *dense], image, {}),
    "flatten": ([nn.Flatten(), *dense], image, {"dynamo": True, "external_data": False}),
    "standardize": ([Standardize(6), *dense, nn.LogSoftmax(dim=1)], row, {}),
    "normalize": (
        [normalization(6), dense[0], normalization(4), nn.ReLU(), normalization(4), dense[2], nn.Softmax(dim=-1)],
        row,
        {},
    ),
    "squeeze": ([nn.Linear(6, 1), Squeeze(), nn.Sigmoid()], row, {}),
    "answer": ([*dense, Answer()], row, {}),
}
for name, (layers, shape, options) in models.items():
    # the dynamo exporter is asked for two samples, as it is by default
    names = {"input_names": ["x"], "output_names": ["y"]}
    if not options:
        options = {"dynamo": False, "dynamic_axes": {"x": {0: "n"}}}
    torch.onnx.export(nn.Sequential(*layers).eval(), (torch.randn(*shape),), f"torch-{name}.onnx", **names, **options)
    # notes of the exporter, with the paths of the machine
    model = onnx.load(f"torch-{name}.onnx")
    for part in [model, model.graph, *model.graph.node, *model.graph.value_info, *model.graph.input, *model.graph.output]:
        part.ClearField("metadata_props")
    onnx.save(model, f"torch-{name}.onnx")
