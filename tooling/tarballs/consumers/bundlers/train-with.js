/** Exclusive or, in a page and in Node. */
export async function trainWith({ createNetwork, fit, predict }, engine) {
  const inputs = Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1);
  const phi = { kind: "normal", deviation: 1 };
  const network = createNetwork({
    inputShape: 2,
    layers: [
      { kind: "spectral", units: 64, activation: "tanh", phi },
      { kind: "spectral", units: 2, activation: "softmax", phi },
    ],
    seed: 7,
  });
  const optimizer = { kind: "adamax", learningRate: 0.05 };
  const options = { epochs: 200, optimizer, ...(engine && { engine }) };
  const trained = await fit(network, { inputs, labels: [0, 1, 1, 0] }, options);
  const losses = trained.history.map(({ loss }) => loss);
  const outputs = [...(await predict(trained.network, inputs, { ...(engine && { engine }) }))];
  return { name: trained.engine.name, losses, outputs };
}
