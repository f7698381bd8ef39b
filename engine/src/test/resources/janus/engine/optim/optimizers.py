"""Writes optimizers.txt: five float64 steps of torch.optim on four weights, gradients sin(step + 1 + 0.7 i)."""
import math
import torch

def run(make):
    w = torch.nn.Parameter(torch.tensor([0.5, -1.0, 2.0, 0.0], dtype=torch.float64))
    optimizer = make([w])
    for step in range(5):
        w.grad = torch.tensor([math.sin(step + 1 + 0.7 * i) for i in range(4)], dtype=torch.float64)
        optimizer.step()
    return w.detach().tolist()

cases = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
    "sgd momentum decay": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.01),
    "sgd nesterov decay": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.01, nesterov=True),
    "adam": lambda p: torch.optim.Adam(p, lr=0.1),
    "adam decay": lambda p: torch.optim.Adam(p, lr=0.1, weight_decay=0.3),
    "adamw decay": lambda p: torch.optim.AdamW(p, lr=0.1, weight_decay=0.3),
}
with open("optimizers.txt", "w") as file:
    for name, make in cases.items():
        print(name + ":", *map(repr, run(make)), file=file)
