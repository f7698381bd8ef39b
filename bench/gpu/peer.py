#!/usr/bin/env python3
"""PyTorch's side of the benchmark on a GPU: training steps of the two-head ResNet18 on a batch that lies ready.

Janus asks, a line a question; each answer is a line of JSON:
    roofs                             what a large product of matrices and a large copy reach
    open MODE PRECISION PIXELS BATCH  builds model and batch, takes the first step
    time SECONDS                      seconds a step, each a mean over steps that end with one wait
    close                             gives the memory back
Modes: eager; graph, compiled with one CUDA graph a step; reduce-overhead, torch.compile's own graphs.
"""
import gc
import json
import statistics
import sys
import time

started = time.perf_counter()
answers = sys.stdout
sys.stdout = sys.stderr  # what libraries print is no answer


def answer(**values):
    print(json.dumps(values), file=answers, flush=True)


try:
    import torch
    import torch.nn.functional as F
    from torch import nn
except ImportError as e:
    answer(skipped=f"{sys.executable}: {e}")
    sys.exit()

DEVICE = sys.argv[1]
ATTRIBUTES, COORDINATES = 40, 10
RATE, DECAY, MAX_NORM = 1e-3, 0.05, 5
CHUNK = 0.1  # seconds between two waits, so that waiting is no part of a step


class Block(nn.Module):
    def __init__(self, c, k, stride):
        super().__init__()
        self.first = nn.Conv2d(c, k, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(k)
        self.second = nn.Conv2d(k, k, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(k)
        same = stride == 1 and c == k
        self.side = nn.Identity() if same else nn.Sequential(nn.Conv2d(c, k, 1, stride, bias=False), nn.BatchNorm2d(k))

    def forward(self, x):
        y = F.relu(self.norm1(self.first(x)), inplace=True)
        return F.relu(self.norm2(self.second(y)) + self.side(x), inplace=True)


class TwoHeads(nn.Module):
    def __init__(self):
        super().__init__()
        stages = [(64, 64, 1), (64, 128, 2), (128, 256, 2), (256, 512, 2)]
        self.trunk = nn.Sequential(
            nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1),
            *(block for c, k, stride in stages for block in (Block(c, k, stride), Block(k, k, 1))),
            nn.AdaptiveAvgPool2d(1), nn.Flatten())
        self.heads = nn.ModuleList(
            nn.Sequential(nn.Linear(512, 256), nn.ReLU(), nn.Linear(256, n)) for n in (ATTRIBUTES, COORDINATES))

    def forward(self, x):
        features = self.trunk(x)
        return [head(features) for head in self.heads]


class Step:
    """One training step, as {TwoHeads, DECAY…} of Janus' side: forward, two losses, backward, clipping, AdamW."""

    def __init__(self, mode, precision, pixels, batch):
        self.half = precision == "bf16"
        self.model = TwoHeads().to(DEVICE, memory_format=torch.channels_last)
        self.images = torch.randn(batch, 3, pixels, pixels, device=DEVICE).to(memory_format=torch.channels_last)
        if self.half:
            self.images = self.images.bfloat16()  # as they lie in Janus' memory
        self.attributes = torch.randint(2, (batch, ATTRIBUTES), device=DEVICE).float()
        self.points = torch.rand(batch, COORDINATES, device=DEVICE)
        self.parameters = list(self.model.parameters())
        groups = [{"params": [p for p in self.parameters if p.dim() > 1], "weight_decay": DECAY},
                  {"params": [p for p in self.parameters if p.dim() < 2], "weight_decay": 0}]
        fast = {"fused": True, "capturable": True} if DEVICE == "cuda" else {}
        self.optimizer = torch.optim.AdamW(groups, lr=RATE, **fast)
        self.forward = self.loss
        self.run = self.step
        if mode != "eager":
            self.forward = torch.compile(
                self.loss, dynamic=False, mode="reduce-overhead" if mode == "reduce-overhead" else None)
        if mode == "graph":
            self.run = self.captured()
        self.run()
        wait()
        self.chunk = 1

    def loss(self):
        with torch.autocast(DEVICE, torch.bfloat16, enabled=self.half):
            attributes, points = self.model(self.images)
        return (F.binary_cross_entropy_with_logits(attributes.float(), self.attributes)
                + F.mse_loss(points.float(), self.points))

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        self.update()

    def update(self):
        self.forward().backward()
        nn.utils.clip_grad_norm_(self.parameters, MAX_NORM)
        self.optimizer.step()

    def captured(self):
        """The whole step as one graph, as PyTorch's documentation of CUDA graphs has it."""
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(3):
                self.step()
        torch.cuda.current_stream().wait_stream(side)
        self.optimizer.zero_grad(set_to_none=True)  # so that each replay writes the gradients anew
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph, stream=side):  # that of the steps before, which autograd's nodes may remember
            self.update()
        return graph.replay

    def time(self, seconds):
        times = []
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            begin = time.perf_counter()
            for _ in range(self.chunk):
                self.run()
            wait()
            spent = time.perf_counter() - begin
            times.append(spent / self.chunk)
            self.chunk *= 1 if spent > CHUNK / 2 else 2
        return times


def wait():
    if DEVICE == "cuda":
        torch.cuda.synchronize()


def median_time(body):
    """Of five, after one that does not count."""
    times = []
    for _ in range(6):
        wait()
        begin = time.perf_counter()
        body()
        wait()
        times.append(time.perf_counter() - begin)
    return statistics.median(times[1:])


def roofs():
    n = 8192 if DEVICE == "cuda" else 1024
    flops = {}
    for name, dtype in (("bf16", torch.bfloat16), ("float32", torch.float32)):
        a, b = (torch.randn(n, n, device=DEVICE).to(dtype) for _ in range(2))
        flops[name] = 2 * n**3 / median_time(lambda: a @ b)
    source = torch.zeros((2**32 if DEVICE == "cuda" else 2**28) // 4, device=DEVICE)
    target = torch.empty_like(source)
    return {"flops": flops, "bytes": 2 * 4 * source.numel() / median_time(lambda: target.copy_(source))}


def size():
    """Parameters, and multiply-adds of one forward pass at 64 px in convolutions and linear layers."""
    model, products = TwoHeads().eval(), 0

    def count(layer, _, y):
        nonlocal products
        products += layer.weight[0].numel() * y.numel()

    for layer in model.modules():
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            layer.register_forward_hook(count)
    model(torch.zeros(1, 3, 64, 64))
    return {"parameters": sum(p.numel() for p in model.parameters()), "multiplyAdds": products}


def release():
    """What no name holds any more goes back to the device; a caught exception holds its frames, so not while one is."""
    if "torch._dynamo" in sys.modules:
        torch.compiler.reset()
    gc.collect()
    if DEVICE == "cuda":
        torch.cuda.empty_cache()


def main():
    if DEVICE == "cuda" and not torch.cuda.is_available():
        answer(skipped=f"torch {torch.__version__} finds no CUDA")
        return
    # float32 means float32, as on Janus' device cuda
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = True
    answer(version=f"torch {torch.__version__}", ready=time.perf_counter() - started, **size())
    step = None
    for line in sys.stdin:
        word, *rest = line.split()
        failure = {}
        try:
            if word == "open":
                begin = time.perf_counter()
                step = Step(rest[0], rest[1], int(rest[2]), int(rest[3]))
                reply = {"first": time.perf_counter() - begin}
            elif word == "time":
                reply = {"seconds": step.time(float(rest[0]))}
            elif word == "roofs":
                reply = roofs()
            else:
                reply = {}
        except torch.cuda.OutOfMemoryError:
            failure = {"outOfMemory": True}
        except Exception as e:  # the next question may fare better
            failure = {"error": f"{type(e).__name__}: {e}".replace("\n", " ")[:300]}
        if failure or word == "close":
            step = None
        if failure or word in ("close", "roofs"):
            release()
        answer(**(failure or reply))


main()
