// Stands for 'crypto' in the bundles: the same functions, loaded at their first use.
module.exports = {
  randomBytes: (...args) => require('node:crypto').randomBytes(...args),
  pseudoRandomBytes: (...args) => require('node:crypto').pseudoRandomBytes(...args),
};
