"""Compares exported attributions with what lrp explain computes: check_exports.py FOLDER.

Every NAME.pt of the folder explains the images in input.npy for the predicted class; NAME.npy is what is expected. Prints one line
for each, and exits with 1 if one is farther off than 1e-9.
"""

import json
import pathlib
import sys

import numpy
import torch

folder = pathlib.Path(sys.argv[1])
images = torch.from_numpy(numpy.load(folder / "input.npy")).to(torch.float64)
targets = torch.full((len(images), 1), -1, dtype=torch.int64)
failed = False
for file in sorted(folder.glob("*.pt")):
    extra = {"attribution.json": ""}
    model = torch.jit.load(str(file), _extra_files=extra)
    logits, classes, relevance, ledger = model(images, targets)
    description = json.loads(extra["attribution.json"])
    expected = numpy.load(file.with_suffix(".npy"))
    distance = numpy.linalg.norm(relevance[:, 0].numpy() - expected) / numpy.linalg.norm(expected)
    same_logits = torch.equal(model.predict(images), logits)
    same_shape = list(images.shape[1:]) == description["input_shape"]
    predicted = torch.equal(classes[:, 0], logits.argmax(1))
    several = model(images, torch.cat([targets, torch.zeros_like(targets)], 1))
    same_alone = torch.equal(several[2][:, 0], relevance[:, 0])
    measured = ledger.shape[2] == len(description["ledger"])
    good = bool(distance < 1e-9 and same_logits and same_shape and predicted and same_alone and measured)
    failed |= not good
    print(f"{file.stem}: {distance:.1e} {'equal' if good else 'DIFFERENT'}")
print("torch", torch.__version__)
sys.exit(1 if failed else 0)
