/**
 * XML as the server writes it, which is well-formed, as text. The browser's parser would make elements of it: it shows
 * handlers and styles of XHTML to the page's policy, and what that refuses is an error in the console.
 */
const TOKENS = /<!\[CDATA\[[^]*?\]\]>|<!--[^]*?-->|<(?:[^"'>]|"[^"]*"|'[^']*')*>|[^<]+/g;
const MOST_INDENT = 20;
const CHARACTERS = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

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

/** The text of the root's first child with this name, in the root's namespace; empty if there is none. */
export function childText(xml, name) {
    const tokens = xml.match(TOKENS);
    const start = new RegExp(`^<${name}(?=[\\s/>])(?!.*\\sxmlns\\s*=)`, 's');
    let depth = 0;
    for (const [i, token] of tokens.entries()) {
        if (depth === 1 && start.test(token)) {
            return isEmptyTag(token) || tokens[i + 1].startsWith('<') ? '' : unescaped(tokens[i + 1]).trim();
        }
        if (isEndTag(token)) {
            depth--;
        } else if (isTag(token) && !isEmptyTag(token)) {
            depth++;
        }
    }
    return '';
}

function unescaped(text) {
    return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(lt|gt|quot|apos|amp));/gi, (all, decimal, hex, name) =>
        (name !== undefined ? CHARACTERS[name]
            : String.fromCodePoint(decimal !== undefined ? Number(decimal) : Number.parseInt(hex, 16))));
}
