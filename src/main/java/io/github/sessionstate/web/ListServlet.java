package io.github.sessionstate.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import javax.servlet.http.HttpServletRequest;

import io.github.sessionstate.token.Scope;

/**
 * One path of the API that tells a list page by page: in JSON, or in CSV to who likes that better, with the address of
 * the next page in a header. Some lists have all of it in CSV, which is then made while it is sent.
 */
abstract class ListServlet extends ApiServlet {
    private static final long serialVersionUID = 1L;
    /** An answer has so many characters at most, unless one row alone has more. */
    static final int MAX_LENGTH = 4 << 20;

    /**
     * @param path       one of {@link ApiPaths}
     * @param scope      what a token must have for it
     * @param summary    what the list is of
     * @param parameters of the request; {@code q} among them is a filter
     * @param pages      what an answer in JSON may be
     */
    ListServlet(String path, Scope scope, String summary, List<Parameter> parameters,
                List<Class<? extends Record>> pages) {
        super(path, Operation.get(scope, summary, pages).with(parameters).as("text/csv")
                .failing(hasFilter(parameters) ? new Problem[] {Problem.BAD_FILTER} : new Problem[0]));
    }

    private static boolean hasFilter(List<Parameter> parameters) {
        return parameters.stream().anyMatch(parameter -> parameter.name().equals("q"));
    }

    /**
     * A page in one of the forms.
     *
     * @param json what {@link Json} can write; null for CSV
     * @param csv  null for JSON, and if it is made while it is sent
     * @param all  the whole list as CSV; null for a page of it
     * @param next where the page after it begins; null if there is none, or this one is empty, so that nobody asks on
     *             for ever
     */
    record Listing(Object json, String csv, Content.Pieces all, Cursor next) {
        static Listing json(Object json, Cursor next) {
            return new Listing(json, null, null, next);
        }

        /** @param table that begins with a line of keys */
        static Listing all(Content.Pieces table) {
            return new Listing(null, null, table, null);
        }

        /**
         * A table.
         *
         * @param keys  of its columns
         * @param lines by {@link Csv#line}
         */
        static Listing csv(Collection<String> keys, List<String> lines, Cursor next) {
            return new Listing(null, Csv.table(keys, lines), null, next);
        }
    }

    /** @param parameters of the request, not looked at yet */
    abstract Listing list(RunningServices services, Caller caller, Map<String, String[]> parameters, ListForm form)
            throws ApiException;

    @Override
    final Content answer(RunningServices services, Caller caller, HttpServletRequest request)
            throws ApiException {
        Map<String, String[]> parameters = parameters(request);
        Listing listing = list(services, caller, parameters, ListForm.of(Accept.of(request)));
        Map<String, String> headers = new LinkedHashMap<>(Map.of("Vary", "Accept"));
        String link = listing.next() == null ? "" : NextLink.of(path(), parameters, listing.next());
        if (link.length() > NextLink.MAX_LENGTH && listing.csv() != null) {
            // Who has JSON finds the place in it.
            throw ApiException.badParameter("too long for the address of a next page; give a shorter filter");
        }
        if (!link.isEmpty() && link.length() <= NextLink.MAX_LENGTH) {
            headers.put(NextLink.HEADER, link);
        }
        return content(listing).with(headers);
    }

    private static Content content(Listing listing) {
        if (listing.all() != null) {
            return new Content(Csv.TYPE, listing.all());
        }
        return listing.csv() == null ? Content.of(listing.json())
                : new Content(Csv.TYPE, listing.csv().getBytes(StandardCharsets.UTF_8));
    }

    /** The rows' texts, as many as one answer may have; one at least, as who asks on must come on. */
    static <T> List<String> texts(List<T> rows, Function<T, String> text) {
        List<String> texts = new ArrayList<>();
        int length = 0;
        for (T row : rows) {
            String one = text.apply(row);
            length += one.length();
            if (!texts.isEmpty() && length > MAX_LENGTH) {
                break;
            }
            texts.add(one);
        }
        return texts;
    }
}
