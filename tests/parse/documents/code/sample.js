// See https://example.org/line
/**
 * {@link https://example.org/link the label}
 * @see https://example.org/see.
 */
const url = "https://example.org/string"; // https://example.org/trailing
const page = <p>Text https://example.org/jsx and <a href='https://example.org/href'>b</a></p>;
const t = `
  // https://example.org/template
`;
/* never closed https://example.org/open
