/**
 * XML as the server writes it, which is well-formed, as text. The browser's parser would make elements of it: it shows
 * handlers and styles of XHTML to the page's policy, and what that refuses is an error in the console.
 */
const TOKENS = /<!\[CDATA\[[^]*?\]\]>|<!--[^]*?-->|<(?:[^"'>]|"[^"]*"|'[^']*')*>|[^<]+/g;
const MOST_INDENT = 20;

function isTag(token) {
    return token.startsWith('<') && !token.startsWith('<!');
}

function isEndTag(token) {
    return token.startsWith('</');
}

function isEmptyTag(token) {
    return token.endsWith('/>');
}

/** The XML with a line for each element; one that text stands in has a single line. */
export function indented(xml) {
    const lines = [];
    const open = [];
    for (const token of xml.match(TOKENS)) {
        const ended = isEndTag(token) ? open.pop() : undefined;
        if (!isTag(token) && token.trim() !== '') {
            open.at(-1).hasText = true;
        }
        lines.push({ depth: open.length, xml: token });
        if (ended !== undefined && (ended.hasText || lines.length === ended.at + 2)) {
            const whole = lines.splice(ended.at).reduce((before, line) => before + line.xml, '');
            lines.push({ depth: open.length, xml: whole });
        }
        if (isTag(token) && ended === undefined && !isEmptyTag(token)) {
            open.push({ at: lines.length - 1, hasText: false });
        }
    }
    return lines.filter(line => line.xml.trim() !== '')
        .map(line => '  '.repeat(Math.min(line.depth, MOST_INDENT)) + line.xml).join('\n');
}
