"""Makes the weight files of this folder. Made with PyTorch 1.13.1 and torchvision 0.14.1 (Debian 12)."""

import collections
import io
import tarfile

import torch
import torchvision

a = torch.arange(6, dtype=torch.float32).reshape(2, 3)
tensors = collections.OrderedDict(
    a=a,
    shared=a[1],
    transposed=a.t(),
    repeated=torch.tensor([5.0]).expand(2, 2),
    parameter=torch.nn.Parameter(torch.tensor([7.0])),
    scalar=torch.tensor(3),
    doubles=torch.tensor([0.1], dtype=torch.float64),
    halves=torch.tensor([1.5, -2.0], dtype=torch.float16),
    brains=torch.tensor([1.5, -2.0], dtype=torch.bfloat16),
    empty=torch.zeros(0, 3),
)
torch.save(tensors, "tensors.pth")
torch.save({"epoch": 4, "state_dict": tensors}, "nested.pth")
torch.save(tensors, "legacy.pth", _use_new_zipfile_serialization=False)
torch.save(torch.nn.Linear(1, 1), "module.pth")

# every name and shape of torchvision's ResNet18; array i holds i everywhere, stored once
names = torchvision.models.resnet18().state_dict()
constant = collections.OrderedDict()
for i, (name, array) in enumerate(names.items()):
    constant[name] = torch.tensor(i, dtype=array.dtype).expand(array.shape)
torch.save(constant, "resnet18.pth")

with tarfile.open("tar.pth", "w", format=tarfile.USTAR_FORMAT) as tar:
    for name in ("sys_info", "pickle", "tensors", "storages"):
        tar.addfile(tarfile.TarInfo(name), io.BytesIO())
