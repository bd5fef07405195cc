package io.github.sessionstate.openfire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import org.jivesoftware.openfire.event.SessionEventDispatcher;
import org.jivesoftware.openfire.event.SessionEventDispatcher.EventType;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.sessionstate.openfire.bind.DirectBindHook;
import io.github.sessionstate.openfire.end.SessionEnds;

/** The host's own dispatcher tells of what happens. */
class SessionEventHookTest {
    private final SessionTracker tracker = mock(SessionTracker.class);
    private final SessionEnds ends = mock(SessionEnds.class);
    private final LocalClientSession session = mock(LocalClientSession.class);
    private final SessionEventHook hook = new SessionEventHook(tracker, ends, mock(DirectBindHook.class));

    @BeforeEach
    void start() {
        hook.start();
    }

    @AfterEach
    void stop() {
        hook.stop();
    }

    @ParameterizedTest
    @EnumSource(names = {"session_created", "anonymous_session_created"})
    void aBindIsFollowed(EventType type) {
        SessionEventDispatcher.dispatchEvent(session, type);

        verify(tracker).bound(session);
        verifyNoInteractions(ends);
    }

    @ParameterizedTest
    @EnumSource(names = {"session_destroyed", "anonymous_session_destroyed"})
    void anEndIsFollowed(EventType type) {
        SessionEventDispatcher.dispatchEvent(session, type);

        verify(ends).destroyed(session);
        verify(tracker, never()).bound(session);
    }

    // Its client has its answer by then.
    @Test
    void aBindIsNotFollowedASecondTime() {
        SessionEventDispatcher.dispatchEvent(session, EventType.resource_bound);

        verifyNoInteractions(tracker, ends);
    }

    @ParameterizedTest
    @EnumSource
    void sessionsOfOtherNodesAreNotFollowed(EventType type) {
        SessionEventDispatcher.dispatchEvent(mock(ClientSession.class), type);

        verify(tracker, never()).bound(any());
        verifyNoInteractions(ends);
        assertThat(hook.report().failures().count()).isZero();
    }

    @Test
    void aFailureIsCountedAndGoesNoFurther() {
        doThrow(new IllegalStateException("for the test")).when(tracker).bound(session);

        hook.sessionCreated(session);

        assertThat(hook.report().failures().count()).isEqualTo(1);
    }

    @Test
    void onceStoppedNothingIsFollowed() {
        hook.stop();

        SessionEventDispatcher.dispatchEvent(session, EventType.session_created);

        verifyNoInteractions(tracker);
    }
}
