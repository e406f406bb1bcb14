/** The bundler puts the file beside the code and gives its address. */
declare module "*.wasm?url" {
  const address: string;
  export default address;
}
