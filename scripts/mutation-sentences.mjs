/**
 * Leaves sentences out of the score: what a person reads is held by the tests of screens and messages, which
 * the mutation tests do not run. Names, codes and formats have no blank and stay in.
 */
const sentences = {
  shouldIgnore({ node }) {
    const text =
      node.type === "StringLiteral"
        ? node.value
        : node.type === "TemplateLiteral"
          ? node.quasis.map(({ value }) => value.raw).join("")
          : "";
    return /\p{L} |, | \p{L}/u.test(text)
      ? "A sentence: held by the tests of screens and messages."
      : undefined;
  },
};

export const strykerPlugins = [{ kind: "Ignore", name: "sentences", value: sentences }];
