const ROWS = ':is(#ss-rows, #ss-ended-rows) tr';

/** What has the focus first in the row of this session; null if the list has no row of it. */
export function entryOf(id) {
    const row = document.querySelector(`${ROWS}[data-id="${CSS.escape(id)}"]`);
    return row?.querySelector('.ss-jid, .ss-link, .ss-more') ?? null;
}

/**
 * Remembers where the focus is, before it may be lost: the browser takes it from what is moved, shut or taken away, and
 * from a button that cannot be used any more. What this gives puts it back there once it is lost: to the element, to what
 * is open around it, to what stands beside it, to the row that stands where its row was, or to the table.
 *
 * @param target where it is to be in any case, if not where it is
 */
export function wayBack(target = null) {
    const element = target ?? document.activeElement;
    const panel = element.closest('#ss-details');
    const group = element.closest('#sessionstate *')?.parentElement;
    const row = element.closest(ROWS);
    const at = row === null ? -1 : row.sectionRowIndex;
    return () => {
        if (target === null && !isLost(document.activeElement)) {
            return;
        }
        const rows = document.querySelectorAll(ROWS);
        [element, panel?.querySelector('[data-first]'), ...group?.querySelectorAll('button, input') ?? [],
            rows[Math.min(at, rows.length - 1)]?.querySelector('.ss-more, .ss-link'),
            document.querySelector('.ss-scroll')].find(canHaveIt)?.focus({ preventScroll: true });
    };
}

function isLost(element) {
    // What is in a dialog that is shut may have it for a moment yet.
    return element === document.body || element.disabled || element.closest('dialog:not([open])') !== null;
}

function canHaveIt(element) {
    return element?.isConnected === true && element !== document.body && !element.disabled;
}
