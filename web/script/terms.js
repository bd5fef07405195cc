// A term that stands alone, with its value in quotation marks or plain.
const TERM = /(?<=^|\s)(username|ip):(?:"((?:[^"]|"")*)"|([^\s"()*]+))(?=\s|$)/giu;
// With these, a filter may also find what a term in it does not.
const EITHER = /(?:^|\s)OR(?:\s|$)|[()]/u;

/** The term that finds the sessions of a user; in quotation marks a star in the name is a star. */
export function userTerm(username) {
    return `username:"${username.replaceAll('"', '""')}"`;
}

/** The term that finds the sessions from an address, from the network that is kept in its place, or what is typed as one. */
export function ipTerm(ip) {
    return /^[\w.:/%]+$/u.test(ip) ? `ip:${ip}` : `ip:"${ip.replaceAll('"', '""')}"`;
}

/** The one user and the one address that a filter is about, as far as it has terms for them; empty for none. */
export function whoOf(filter) {
    const found = { username: '', ip: '' };
    if (!EITHER.test(filter.replace(/"[^"]*"/gu, ''))) {
        for (const [, key, quoted, plain] of filter.matchAll(TERM)) {
            found[key.toLowerCase()] ||= quoted?.replaceAll('""', '"') ?? plain;
        }
    }
    return found;
}
