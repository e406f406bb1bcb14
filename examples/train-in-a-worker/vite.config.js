// training loads its engine when it is needed; only modules can do that in a worker
export default { worker: { format: "es" } };
