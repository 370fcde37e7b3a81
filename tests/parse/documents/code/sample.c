/* https://example.org/block */ char c = '"'; // https://example.org/line
const char *s = "// https://example.org/string";
