// Without imports, so that it works wherever eslint itself is installed.
const BROWSER = [
  "clearTimeout",
  "console",
  "document",
  "fetch",
  "setTimeout",
  "window",
];
const ODOO = ["luxon", "odoo"];

export default [
  {
    files: ["biometric_attendance/static/{src,tests}/**/*.js"],
    languageOptions: {
      ecmaVersion: 2024,
      sourceType: "module",
      globals: Object.fromEntries([...BROWSER, ...ODOO].map((name) => [name, false])),
    },
    rules: {
      "array-callback-return": "error",
      complexity: ["error", 10],
      eqeqeq: "error",
      "no-const-assign": "error",
      "no-dupe-keys": "error",
      "no-empty": "error",
      "no-eval": "error",
      "no-redeclare": "error",
      "no-undef": "error",
      "no-unreachable": "error",
      "no-unused-vars": ["error", {argsIgnorePattern: "^_"}],
      "no-var": "error",
      "prefer-const": "error",
      "valid-typeof": "error",
    },
  },
];
