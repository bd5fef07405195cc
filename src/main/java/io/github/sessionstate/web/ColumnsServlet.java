package io.github.sessionstate.web;

import java.util.Arrays;
import java.util.List;

import javax.servlet.http.HttpServletRequest;

import io.github.sessionstate.token.Scope;

/** {@code GET columns}: what can be told of a session, and how a list of sessions takes it. */
public final class ColumnsServlet extends ApiServlet {
    private static final long serialVersionUID = 1L;

    /** Made by the server. */
    public ColumnsServlet() {
        super(ApiPaths.COLUMNS, Operation.get(Scope.READ, "What can be told of a session", Columns.class));
    }

    /**
     * The tables.
     *
     * @param columns in their order
     * @param filters what a filter takes beside the columns
     */
    record Columns(List<Column> columns, List<SessionFilter.Key> filters) {
    }

    /**
     * A column.
     *
     * @param key       as {@code fields}, {@code sort} and filters have it
     * @param type      of the value in JSON, if there is one
     * @param asked     how a filter asks for it; null if none can
     * @param choices   all that a filter may ask for; empty if that is not a closed set
     * @param sortable  whether sessions can be ordered by it
     * @param groupable whether sessions can be counted by it
     * @param byDefault whether lists have it without {@code fields}
     * @param shown     whether the page has it without a wish for others
     */
    record Column(String key, ValueType type, FilterKind asked, List<String> choices, boolean sortable,
                  boolean groupable, boolean byDefault, boolean shown) {
        static Column of(SessionColumn column) {
            ColumnValue<?> value = column.value();
            return new Column(column.key(), column.type(), value == null ? null : value.asked(),
                    value == null ? List.of() : value.choices(), column.is(ColumnTrait.SORTABLE),
                    SessionGrouping.keys().contains(column.key()), SessionColumn.BY_DEFAULT.contains(column),
                    column.is(ColumnTrait.SHOWN));
        }
    }

    @Override
    Columns answer(RunningServices services, Caller caller, HttpServletRequest request) throws ApiException {
        return new Columns(Arrays.stream(SessionColumn.values()).map(Column::of).toList(),
                SessionFilter.keysBesideColumns());
    }
}
