const ROWS = '#ss-rows tr';

/**
 * Remembers where the focus is. What this gives puts it back there once it is lost: to the element, or in its place to
 * the row that stands where its row was, or to the table.
 */
export function wayBack() {
    const element = document.activeElement;
    const row = element.closest(ROWS);
    const at = row === null ? -1 : row.sectionRowIndex;
    return () => {
        const now = document.activeElement;
        // What is in a dialog that is shut may have it for a moment yet.
        if (now !== document.body && now.closest('dialog:not([open])') === null) {
            return;
        }
        if (element !== document.body && element.isConnected && !element.disabled) {
            element.focus({ preventScroll: true });
        } else {
            const rows = document.querySelectorAll(ROWS);
            (rows[Math.min(at, rows.length - 1)]?.querySelector('.ss-more') ?? document.querySelector('.ss-scroll'))
                ?.focus({ preventScroll: true });
        }
    };
}
