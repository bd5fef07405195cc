/** The page's address with these parameters; one that is empty is left out. */
export function linkWith(parameters) {
    const address = new URL(location.href);
    for (const [name, value] of Object.entries(parameters)) {
        if (value === '') {
            address.searchParams.delete(name);
        } else {
            address.searchParams.set(name, value);
        }
    }
    return address;
}

/** Where the history of what a filter finds is, with the details of a session open if its id is given. */
export function historyLink(filter, id = '') {
    return `history?${new URLSearchParams(Object.entries({ q: filter, session: id }).filter(([, value]) => value !== ''))}`;
}

/** Where the details of a session are, whether it goes on or has ended. */
export function detailsLink(id) {
    return `sessions?${new URLSearchParams({ session: id })}`;
}

/** Where the history has the failed logins with this username, or if that is null from this address. */
export function failedLoginsLink(username, ip) {
    return `history?${new URLSearchParams({ view: 'logins', ...username === null ? { ip } : { username } })}`;
}
