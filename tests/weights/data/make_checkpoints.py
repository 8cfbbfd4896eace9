#!/usr/bin/env python3
"""Makes the small checkpoints of this folder, and expected.json with what Python reads from them (PyTorch 1.13)."""

import collections
import json
import os

import numpy
import torch

torch.manual_seed(7)
expected = {}


def save(name, obj, weights=None, nested="", prefix="", legacy=False, protocol=2):
    """Saves obj; weights are the tensors that a reader should find, under the names it should give them."""
    torch.save(obj, name, _use_new_zipfile_serialization=not legacy, pickle_protocol=protocol)
    expected[name] = {
        "format": "pth-legacy" if legacy else "pth",
        "nestedUnder": nested,
        "strippedPrefix": prefix,
        "tensors": {
            key: {
                "dtype": str(value.dtype).removeprefix("torch."),
                "shape": list(value.shape),
                "values": value.detach().float().flatten().tolist(),
            }
            for key, value in (obj if weights is None else weights).items()
        },
    }


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = torch.nn.Conv2d(2, 3, 1)
        self.norm = torch.nn.BatchNorm2d(3)

    def forward(self, x):
        return self.norm(self.conv(x))


def with_prefix(prefix, weights):
    return collections.OrderedDict((prefix + key, value) for key, value in weights.items())


net = Net()
weights = net.state_dict()
a, b = torch.randn(2, 3), torch.randn(4)

dtypes = {
    str(dtype).removeprefix("torch."): (torch.arange(6).reshape(2, 3) - (0 if dtype == torch.uint8 else 2)).to(dtype)
    for dtype in (torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16,
                  torch.int8, torch.uint8, torch.bool)
}
dtypes["half_special"] = torch.tensor([0.0, -0.0, 6e-8, -3e-6, 65504.0, 0.1]).half()
base = torch.arange(24, dtype=torch.float32)
strided = {
    "transposed": base.reshape(4, 6).t(),
    "permuted": base.reshape(2, 3, 4).permute(2, 0, 1),
    "stepped": base[1::3],
    "tail": base[5:9],
    "column": base.reshape(4, 6)[:, 2:3],
    "expanded": base[:3].reshape(3, 1).expand(3, 4),
    "channels_last": torch.randn(1, 3, 2, 2).to(memory_format=torch.channels_last),
    "scalar": torch.tensor(2.5),
    "empty": torch.zeros(0, 3),
}

save("dict.pth", {"a": a, "b": b})
save("one_entry.pth", {"a": a})
save("state_dict.pth", weights)
save("parameter.pth", dict(net.named_parameters()))
save("params.pth", {"params": weights}, weights, "params")
save("params_and_ema.pth", {"params_ema": {"a": -a}, "params": {"a": a}}, {"a": a}, "params")
save("params_ema.pth", {"params_ema": {"a": a}}, {"a": a}, "params_ema")
save("module_prefix.pth", {"model": with_prefix("module.net_g.", weights)}, weights, "model", "module.net_g.")
save("dtypes.pth", dtypes)
save("strided.pth", strided)
save("tied.pth", {"a": a, "same": a, "row": a[1]})

optimizer = torch.optim.Adam(net.parameters())
scheduler = torch.optim.lr_scheduler.MultiStepLR(optimizer, [5, 5, 9])
net(torch.randn(2, 2, 2, 2)).sum().backward()
optimizer.step()
weights = net.state_dict()
training = {
    "epoch": 3, "best": None, "name": "réseau", "losses": [0.5, 0.25], "size": (3, -7), "big": 1 << 80, "on": True,
    "last_size": a.shape, "state_dict": with_prefix("module.", weights), "optimizer": optimizer.state_dict(),
    "scheduler": scheduler.state_dict(),
}
save("training.pth", training, weights, "state_dict", "module.")
save("legacy_training.pth", training, weights, "state_dict", "module.", legacy=True)
for protocol in (3, 4, 5):
    save(f"protocol{protocol}.pth", training | {"raw": b"bytes"}, weights, "state_dict", "module.", protocol=protocol)
save("legacy_protocol4.pth", {"params": weights}, weights, "params", legacy=True, protocol=4)
save("legacy_dtypes.pth", dtypes, legacy=True)
save("legacy_strided.pth", strided, legacy=True)
save("legacy_tied.pth", {"a": a, "same": a, "row": a[1]}, legacy=True)
save("legacy_parameter.pth", dict(net.named_parameters()), legacy=True)

# What a reader should refuse.
torch.save(net, "refused_whole_module.pth")
torch.save({"params": {"a": a}, "psnr": numpy.float64(31.5)}, "refused_numpy.pth")
torch.save({"a": torch.zeros(2, dtype=torch.complex64)}, "refused_complex.pth")
torch.save({"a": torch.eye(3).to_sparse()}, "refused_sparse.pth")
torch.save([a, b], "refused_list.pth")
torch.save({"encoder": {"a": a}}, "refused_unknown_key.pth")
torch.jit.script(torch.nn.Conv2d(1, 1, 1)).save("refused_torchscript.pth")

with open("expected.json", "w", encoding="utf-8") as file:
    file.write("{\n" + ",\n".join(f"{json.dumps(name)}: {json.dumps(case)}" for name, case in expected.items()) + "\n}\n")
print(sum(os.path.getsize(name) for name in os.listdir(".")), "bytes")
