"""Training steps in PyTorch on one thread, for `bench speed --peer pytorch`.

Reads one JSON request a line from stdin and writes one JSON answer a line to stdout:

  {"do": "load", "folder", "rows", "features"}        reads inputs.f32 and labels.i32 of that folder
  {"do": "prepare", "method", "layers", "learningRate"}  builds a network from <method>.f32
  {"do": "stage", "method", "batches"}                takes the row numbers of the next steps
  {"do": "steps", "method"}                           one step per batch; answers {"loss"} of the last

`layers` is a list of [inputs, outputs]. <method>.f32 holds, layer after layer, kernel and bias (dense) or lambdaIn,
lambdaOut, phi and bias (spectral: the kernel is formed in every step, and autograd finds the gradients).
"""

import json
import os
import sys

import torch
from torch.nn import functional

torch.set_num_threads(1)


def read(folder, name, kind, size):
    return torch.from_file(os.path.join(folder, name), shared=False, size=size, dtype=kind).clone()


class Dense:
    def __init__(self, take, inputs, outputs):
        self.kernel = take(outputs, inputs).requires_grad_()
        self.bias = take(outputs).requires_grad_()
        self.parameters = [self.kernel, self.bias]

    def __call__(self, x):
        return functional.linear(x, self.kernel, self.bias)


class Spectral:
    def __init__(self, take, inputs, outputs):
        self.lambda_in = take(inputs).requires_grad_()
        self.lambda_out = take(outputs).requires_grad_()
        self.phi = take(outputs, inputs)
        self.bias = take(outputs).requires_grad_()
        self.parameters = [self.lambda_in, self.lambda_out, self.bias]

    def __call__(self, x):
        kernel = (self.lambda_in[None, :] - self.lambda_out[:, None]) * self.phi
        return functional.linear(x, kernel, self.bias)


class Subject:
    def __init__(self, folder, method, layers, learning_rate):
        kind, extra = {"dense": (Dense, lambda n, m: m), "spectral": (Spectral, lambda n, m: n + 2 * m)}[method]
        size = sum(n * m + extra(n, m) for n, m in layers)
        values = read(folder, method + ".f32", torch.float32, size)
        offset = 0

        def take(*shape):
            nonlocal offset
            count = torch.Size(shape).numel()
            part = values[offset : offset + count].reshape(shape).clone()
            offset += count
            return part

        self.layers = [kind(take, n, m) for n, m in layers]
        parameters = [parameter for layer in self.layers for parameter in layer.parameters]
        self.optimizer = torch.optim.Adamax(parameters, lr=learning_rate)
        self.batches = []

    def step(self, inputs, labels, rows):
        x = inputs[rows]
        for layer in self.layers[:-1]:
            x = functional.relu(layer(x))
        loss = functional.cross_entropy(self.layers[-1](x), labels[rows])
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        return loss


def blas():
    """The BLAS library that this process has loaded, such as libopenblasp-r0.3.21.so."""
    with open("/proc/self/maps") as maps:
        files = {os.path.realpath(line.split(None, 5)[5].strip()) for line in maps if "blas" in line or "mkl" in line}
    return sorted(files)


def main():
    folder = inputs = labels = None
    subjects = {}
    for line in sys.stdin:
        request = json.loads(line)
        do = request["do"]
        answer = {}
        if do == "load":
            folder = request["folder"]
            rows, features = request["rows"], request["features"]
            inputs = read(folder, "inputs.f32", torch.float32, rows * features).reshape(rows, features)
            labels = read(folder, "labels.i32", torch.int32, rows).long()
            torch.mm(inputs[:2], inputs[:2].T)  # loads the BLAS library
            answer = {"version": torch.__version__, "threads": torch.get_num_threads(), "blas": blas()}
        elif do == "prepare":
            method = request["method"]
            subjects[method] = Subject(folder, method, request["layers"], request["learningRate"])
        elif do == "stage":
            subjects[request["method"]].batches = [torch.tensor(rows) for rows in request["batches"]]
        elif do == "steps":
            subject = subjects[request["method"]]
            for rows in subject.batches:
                loss = subject.step(inputs, labels, rows)
            answer = {"loss": loss.item()}
        else:
            answer = {"error": "unknown request: " + do}
        print(json.dumps(answer), flush=True)


main()
