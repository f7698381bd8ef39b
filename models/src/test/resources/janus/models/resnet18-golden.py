"""Writes resnet18-golden.json: what PyTorch computes for the two-head ResNet18 of ResNet18GoldenTest.

Weights, images and labels come from a formula, so the file holds results alone. Run with Debian's python3-torch and
python3-torchvision: python3 resnet18-golden.py
"""
import json
import math

import numpy as np
import torch
import torch.nn.functional as F
import torchvision

N, SIZE, ATTRIBUTES, COORDINATES, STEPS = 4, 64, 40, 10, 5


def uniform(stream, shape):
    """Values in [-1, 1), exact in float32: a multiplicative hash of (stream, index)."""
    i = np.arange(math.prod(shape), dtype=np.uint64)
    h = (i + np.uint64(1000003) * np.uint64(stream + 1)) * np.uint64(0x9E3779B97F4A7C15)
    h ^= h >> np.uint64(29)
    h *= np.uint64(0xBF58476D1CE4E5B9)
    return torch.from_numpy(((h >> np.uint64(40)).astype(np.float64) / 2.0**23 - 1).reshape(shape))


class TwoHeads(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = torchvision.models.resnet18()
        self.trunk.fc = torch.nn.Identity()

        def head(outputs):
            return torch.nn.Sequential(torch.nn.Linear(512, 256), torch.nn.ReLU(), torch.nn.Linear(256, outputs))

        self.attributes, self.landmarks = head(ATTRIBUTES), head(COORDINATES)

    def forward(self, x):
        features = self.trunk(x)
        return self.attributes(features), self.landmarks(features)


def fill(model):
    """Every entry of the state dict, in its order: stream s, scaled by what it is."""
    entries = [(k, v) for k, v in model.state_dict().items() if not k.endswith("num_batches_tracked")]
    for s, (name, value) in enumerate(entries):
        u = uniform(s, tuple(value.shape))
        if value.dim() == 4:
            u = u * math.sqrt(6.0 / (value.shape[1] * value.shape[2] * value.shape[3]))
        elif value.dim() == 2:
            u = u / math.sqrt(value.shape[1])
        elif name.endswith("running_var"):
            u = 1 + 0.5 * u
        elif name.endswith("weight"):
            u = 1 + 0.25 * u
        else:
            u = 0.125 * u
        value.copy_(u.float().double())
    return [name.removeprefix("trunk.") for name, _ in entries]


def main():
    torch.set_default_dtype(torch.float64)
    model = TwoHeads()
    with torch.no_grad():
        names = fill(model)
    images = uniform(1000, (N, 3, SIZE, SIZE))
    targets = (uniform(1001, (N, ATTRIBUTES)) > 0).double()
    points = (0.5 + 0.25 * uniform(1002, (N, COORDINATES))).float().double()
    model.eval()
    with torch.no_grad():
        attributes, landmarks = model(images)
        attributes32, landmarks32 = model.float()(images.float())
        model.double()
        fill(model)
    result = {
        "torch": torch.__version__,
        "names": names,
        "attributes": attributes.flatten().tolist(),
        "landmarks": landmarks.flatten().tolist(),
        "float32_error": max((attributes32 - attributes).abs().max().item(), (landmarks32 - landmarks).abs().max().item()),
    }
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, weight_decay=1e-4)
    losses, norms = [], {}
    for step in range(STEPS):
        a, p = model(images)
        loss = F.binary_cross_entropy_with_logits(a, targets) + F.mse_loss(p, points)
        optimizer.zero_grad()
        loss.backward()
        losses.append(loss.item())
        if step == 0:
            norms = {k.removeprefix("trunk."): v.grad.norm().item() for k, v in model.named_parameters()}
        optimizer.step()
    result |= {"losses": losses, "gradient_norms": norms}
    with open(__file__.replace(".py", ".json"), "w") as f:
        json.dump(result, f, indent=1)
    print("losses", losses, "float32 error", result["float32_error"])


main()
