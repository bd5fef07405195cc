package io.github.sessionstate.history;

/**
 * A session as its row has it; see the table for the lengths. What is not known, or not kept, is null.
 *
 * @param port          0 if it is not known
 * @param began         in milliseconds since 1970, as all times
 * @param authenticated null if it is not known
 * @param bound         null if it is not known, or no resource was bound
 * @param ended         {@link Place#OPEN} while it goes on
 * @param end           null while it goes on
 * @param lastIp        where it was connected from in the end, if elsewhere than at first
 */
record SessionRow(String id, String boot, String username, String host, String resource, String ip, int port,
                  String transport, String tls, String mechanism, String clientName, String clientVersion,
                  String clientOs, String capsNode, String agentSoftware, String agentDevice, String language,
                  long began, Long authenticated, Long bound, long ended, Long stanzasIn, Long stanzasOut, PastEnd end,
                  int detaches, int resumes, String lastIp) {
    /** The same without who closed it. */
    SessionRow withoutCloser() {
        PastEnd nameless = new PastEnd(end.cause(), end.condition(), end.text(), null, end.replacedBy());
        return new SessionRow(id, boot, username, host, resource, ip, port, transport, tls, mechanism, clientName,
                clientVersion, clientOs, capsNode, agentSoftware, agentDevice, language, began, authenticated, bound, ended,
                stanzasIn, stanzasOut, nameless, detaches, resumes, lastIp);
    }
}
