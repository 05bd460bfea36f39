module.exports = {
  plugins: [require.resolve("@prettier/plugin-xml")],
  xmlWhitespaceSensitivity: "preserve",
  xmlSelfClosingSpace: false,
  bracketSpacing: false,
  printWidth: 88,
  tabWidth: 2,
};
