import { datasetFromIdx } from "../idx/dataset-from-idx.js";
import { decodeCifar10 } from "../images/decode-cifar10.js";
import type { PublishedFile } from "../download/published-file.js";
import type { DatasetName, KnownSet } from "./known-set.js";

// Digests of torchvision and TensorFlow Datasets; the hosts in the order in which those projects try them.
export const knownSets: Readonly<Record<DatasetName, KnownSet>> = {
  mnist: {
    name: "mnist",
    published: [
      published(
        "train-images-idx3-ubyte.gz",
        9912422,
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
      ),
      published(
        "train-labels-idx1-ubyte.gz",
        28881,
        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
      ),
      published(
        "t10k-images-idx3-ubyte.gz",
        1648877,
        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
      ),
      published(
        "t10k-labels-idx1-ubyte.gz",
        4542,
        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
      ),
    ],
    mirrors: [
      "https://ossci-datasets.s3.amazonaws.com/mnist/",
      "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ],
    folders: ["mnist", "MNIST/raw", "raw", "."],
    testLabels: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ...idxSet("mnist"),
  },
  "fashion-mnist": {
    name: "fashion-mnist",
    published: [
      published(
        "train-images-idx3-ubyte.gz",
        26421880,
        "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
      ),
      published(
        "train-labels-idx1-ubyte.gz",
        29515,
        "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
      ),
      published(
        "t10k-images-idx3-ubyte.gz",
        4422102,
        "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
      ),
      published(
        "t10k-labels-idx1-ubyte.gz",
        5148,
        "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
      ),
    ],
    mirrors: [
      "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
      "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    ],
    folders: ["fashion-mnist", "FashionMNIST/raw", "raw", "."],
    testLabels: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    ...idxSet("fashion-mnist"),
  },
  cifar10: {
    name: "cifar10",
    published: [
      published(
        "cifar-10-binary.tar.gz",
        170052171,
        "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
      ),
    ],
    mirrors: ["https://www.cs.toronto.edu/~kriz/"],
    folders: ["cifar10", "cifar-10-batches-bin", "cifar10/cifar-10-batches-bin", "."],
    members: [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`).concat("test_batch.bin"),
    archive: "cifar-10-binary.tar.gz",
    read: ({ contents, paths, form }) => ({
      train: decodeCifar10(contents.slice(0, 5), {
        name: "cifar10/train",
        files: paths.slice(0, 5),
        ...form,
      }),
      test: decodeCifar10(contents.slice(5), { name: "cifar10/test", files: paths.slice(5), ...form }),
    }),
  },
};

function published(file: string, bytes: number, sha256: string): PublishedFile {
  return { file, bytes, sha256 };
}

function idxSet(name: string): Pick<KnownSet, "members" | "read"> {
  return {
    members: [
      "train-images-idx3-ubyte.gz",
      "train-labels-idx1-ubyte.gz",
      "t10k-images-idx3-ubyte.gz",
      "t10k-labels-idx1-ubyte.gz",
    ],
    read: ({ contents, paths, form }) => ({
      train: datasetFromIdx(contents[0]!, contents[1]!, {
        name: `${name}/train`,
        files: [paths[0]!, paths[1]!],
        ...form,
      }),
      test: datasetFromIdx(contents[2]!, contents[3]!, {
        name: `${name}/test`,
        files: [paths[2]!, paths[3]!],
        ...form,
      }),
    }),
  };
}
