"""Makes torch-mlp.onnx, and prints what the network gives; run with PyTorch 1.13 as `python3 torch-mlp.py`."""

import torch

torch.manual_seed(1)
layers = torch.nn.Flatten(), torch.nn.Linear(6, 5), torch.nn.ReLU(), torch.nn.Dropout()
model = torch.nn.Sequential(*layers, torch.nn.Linear(5, 3), torch.nn.Softmax(dim=1)).eval()
x = torch.linspace(-1, 1, 12).reshape(2, 2, 3)
names = {"input_names": ["x"], "output_names": ["y"], "dynamic_axes": {"x": {0: "n"}}}
torch.onnx.export(model, x, "torch-mlp.onnx", **names)
print([round(v, 7) for v in model(x).flatten().tolist()])
