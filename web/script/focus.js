const ROWS = '#ss-rows tr';

/** What has the focus first in the row of this session; null if the list has no row of it. */
export function entryOf(id) {
    const row = document.querySelector(`:is(#ss-rows, #ss-ended-rows) tr[data-id="${CSS.escape(id)}"]`);
    return row?.querySelector('.ss-jid, .ss-link, .ss-more') ?? null;
}

/**
 * Remembers where the focus is. What this gives puts it back there once it is lost: to the element, or in its place to
 * what is open around it, to the row that stands where its row was, or to the table.
 *
 * @param target where it is to be in any case, if not where it is
 */
export function wayBack(target = null) {
    const element = target ?? document.activeElement;
    const panel = element.closest('#ss-details');
    const row = element.closest(ROWS);
    const at = row === null ? -1 : row.sectionRowIndex;
    return () => {
        const now = document.activeElement;
        // What is in a dialog that is shut may have it for a moment yet.
        if (target === null && now !== document.body && now.closest('dialog:not([open])') === null) {
            return;
        }
        if (element !== document.body && element.isConnected && !element.disabled) {
            element.focus({ preventScroll: true });
        } else if (panel?.isConnected) {
            panel.querySelector('[data-first]').focus();
        } else {
            const rows = document.querySelectorAll(ROWS);
            (rows[Math.min(at, rows.length - 1)]?.querySelector('.ss-more') ?? document.querySelector('.ss-scroll'))
                ?.focus({ preventScroll: true });
        }
    };
}
