module.exports = {
  mode: "production",
  entry: "./page.js",
  output: { path: `${__dirname}/webpack`, filename: "page.js" },
};
