package io.github.sessionstate.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.servlet.http.HttpServletRequest;

import io.github.sessionstate.token.Scope;

/** {@code GET openapi.json}: the API, for programs that make clients or look for gaps; see {@link OpenApi}. */
public final class OpenApiServlet extends ApiServlet {
    private static final long serialVersionUID = 1L;

    /** Made by the server. */
    public OpenApiServlet() {
        super(ApiPaths.OPENAPI, Operation.get(Scope.READ, "This document", List.of()).as("application/json"));
    }

    /** The operations of each path, all of them. */
    Map<String, List<Operation>> operations() {
        Map<String, List<Operation>> operations = new LinkedHashMap<>();
        Stream.of(new SessionsServlet(), new DetailsServlet(), new EndedServlet(), new UsersServlet(),
                new ColumnsServlet(), new CloseServlet(), new SendServlet(), new AskServlet(), new StatusServlet(),
                new DecisionsServlet(), new SettingsServlet(), new GrantsServlet(), new RotateServlet(),
                new RevokeServlet(), new HistorySessionsServlet(), new HistoryLoginsServlet(),
                new HistoryExportServlet(), new HistoryCountsServlet(), new EraseServlet(), this,
                new MetricsServlet())
                .forEach(servlet -> operations.put(servlet.path(), servlet.ownOperations()));
        return operations;
    }

    @Override
    Map<String, Object> answer(RunningServices services, Caller caller, HttpServletRequest request) {
        return OpenApi.document(operations());
    }
}
