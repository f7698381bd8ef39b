"""Writes torch-ops.txt: float64 values and gradients of PyTorch 1.13's ops; the loss is the sum of y * dy.

Inputs are multiples of 1/64 and so exact in float32. A line is: case|array|shape|numbers; "dx" is the gradient of "x".
"""
import torch
import torch.nn.functional as F

generator = torch.Generator().manual_seed(11)
file = open("torch-ops.txt", "w")


def numbers(*shape, scale=1.0):
    drawn = torch.randn(*shape, generator=generator, dtype=torch.float64) * scale
    return (drawn * 64).round() / 64


def positive(*shape):
    return numbers(*shape).abs() + 0.25


def write(case, name, array):
    shape = ",".join(map(str, array.shape))
    text = " ".join(str(int(v)) if v == int(v) else repr(v) for v in array.detach().flatten().tolist())
    print(case, name, shape, text, sep="|", file=file)


def case(name, op, differentiable, constant=(), changed=()):
    """op takes all inputs by name; those of changed are written again as "... after"."""
    inputs = {k: v.clone().requires_grad_() for k, v in differentiable.items()}
    inputs.update(constant)
    for k, v in inputs.items():
        write(name, k, v)
    y = op(**inputs)
    dy = numbers(*y.shape)
    (y * dy).sum().backward()
    write(name, "y", y)
    write(name, "dy", dy)
    for k in differentiable:
        write(name, "d" + k, inputs[k].grad)
    for k in changed:
        write(name, k + " after", inputs[k])


for n, c, h, w, k, r, s, stride, pad in [
    (2, 3, 7, 6, 5, 3, 3, 1, 1),
    (2, 3, 8, 7, 17, 3, 3, 2, 1),
    (1, 17, 5, 6, 2, 3, 2, 1, 0),
    (2, 4, 7, 5, 3, 1, 1, 2, 0),
    (1, 3, 11, 9, 4, 7, 7, 2, 3),
    (1, 2, 9, 10, 3, 5, 5, 3, 2),
]:
    case(
        f"convolution {r}x{s} of {c} to {k} channels stride={stride} pad={pad}",
        lambda x, w, b: F.conv2d(x, w, b, stride, pad),
        {"x": numbers(n, c, h, w), "w": numbers(k, c, r, s), "b": numbers(k)},
    )

for shape in [(3, 17, 3, 2), (6, 5)]:
    c = shape[1]
    case(
        "batch norm of " + ("maps" if len(shape) == 4 else "a matrix"),
        lambda x, gamma, beta, mean, variance: F.batch_norm(x, mean, variance, gamma, beta, True, 0.1, 1e-5),
        {"x": numbers(*shape), "gamma": numbers(c), "beta": numbers(c)},
        {"mean": numbers(c), "variance": positive(c)},
        ["mean", "variance"],
    )

# numbers of a few values only: most windows hold their largest more than once
for size, stride, pad in [(3, 2, 1), (2, 2, 0), (3, 1, 1)]:
    x = torch.randint(-2, 2, (2, 17, 6, 5), generator=generator).double()
    case(f"max pool size={size} stride={stride} pad={pad}", lambda x: F.max_pool2d(x, size, stride, pad), {"x": x})

x = numbers(5, 7, scale=3)
target = torch.randint(0, 2, (5, 7), generator=generator).double()
binary = lambda x, target: F.binary_cross_entropy_with_logits(x, target, reduction="none")
case("binary cross-entropy", binary, {"x": x}, {"target": target})
case(
    "weighted binary cross-entropy",
    lambda x, target, weight: F.binary_cross_entropy_with_logits(x, target, pos_weight=weight, reduction="none"),
    {"x": x},
    {"target": target, "weight": positive(7)},
)
case(
    "smooth L1 beta=0.5",
    lambda x, target: F.smooth_l1_loss(x, target, beta=0.5, reduction="none"),
    {"x": numbers(5, 7)},
    {"target": numbers(5, 7)},
)
case(
    "cross-entropy",
    lambda x, label: F.cross_entropy(x, label.long(), reduction="none"),
    {"x": numbers(6, 5, scale=3)},
    {"label": torch.tensor([0.0, 4, 2, 2, 1, 3])},
)
case(
    "linear",
    lambda x, w, b: F.linear(x, w, b),
    {"x": numbers(5, 18), "w": numbers(7, 18), "b": numbers(7)},
)
