package io.github.sessionstate.openfire.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

import org.junit.jupiter.api.Test;

class LeakFreeHostCallTest {
    private final Host host = new Host();

    /** What is called. */
    static final class Host {
        private final List<String> calls = new ArrayList<>();
        private Throwable failure;
        private Runnable within = () -> { };

        void work(String what, int times) throws Throwable {
            within.run();
            calls.add(what + " " + times + " on " + Thread.currentThread().getName());
            if (failure != null) {
                throw failure;
            }
        }

        boolean answer(boolean value) {
            calls.add("answer " + value);
            return value;
        }
    }

    private static LeakFreeHostCall call(String method, Class<?> result, Class<?>... parameters)
            throws ReflectiveOperationException {
        return new LeakFreeHostCall(MethodHandles.lookup().findVirtual(Host.class, method,
                MethodType.methodType(result, parameters)));
    }

    private static LeakFreeHostCall work() throws ReflectiveOperationException {
        return call("work", void.class, String.class, int.class);
    }

    @Test
    void theMethodGetsItsArgumentsOnThisThread() throws ReflectiveOperationException {
        LeakFreeHostCall work = work();

        work.run(host, "a", 1);
        work.run(host, "b", 2);

        String here = " on " + Thread.currentThread().getName();
        assertThat(host.calls).containsExactly("a 1" + here, "b 2" + here);
    }

    @Test
    void whatTheMethodAnswersIsLeftOut() throws ReflectiveOperationException {
        call("answer", boolean.class, boolean.class).run(host, true);

        assertThat(host.calls).containsExactly("answer true");
    }

    @Test
    void callsMayBeMadeWithinCalls() throws ReflectiveOperationException {
        LeakFreeHostCall work = work();
        LeakFreeHostCall answer = call("answer", boolean.class, boolean.class);
        host.within = () -> answer.run(host, false);

        work.run(host, "a", 1);

        assertThat(host.calls).containsExactly("answer false", "a 1 on " + Thread.currentThread().getName());
    }

    @Test
    void whatTheMethodThrowsComesAsItIs() throws ReflectiveOperationException {
        LeakFreeHostCall work = work();

        host.failure = new UnsupportedOperationException("for the test");
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> work.run(host, "a", 1))
                .isSameAs(host.failure);
        host.failure = new NoSuchMethodError("for the test");
        assertThatExceptionOfType(NoSuchMethodError.class).isThrownBy(() -> work.run(host, "a", 1))
                .isSameAs(host.failure);
    }

    @Test
    void aCheckedExceptionComesWithinAnotherOne() throws ReflectiveOperationException {
        LeakFreeHostCall work = work();
        host.failure = new IOException("for the test");

        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> work.run(host, "a", 1)).havingRootCause()
                .isSameAs(host.failure);
    }

    // The thread is one of the host's, and goes on living.
    @Test
    void theThreadKeepsNothingOfACall() throws ReflectiveOperationException {
        LeakFreeHostCall work = work();

        WeakReference<?> argument = callWithAnArgumentOfItsOwn(work);

        expectCollected(argument);
        assertThat(host.calls).hasSize(1);
    }

    private WeakReference<?> callWithAnArgumentOfItsOwn(LeakFreeHostCall work) {
        String argument = new StringBuilder("its own").toString();
        work.run(host, argument, 1);
        return new WeakReference<>(argument);
    }

    // As when a plugin is removed: what the host made within a call goes on living.
    @Test
    void aThreadThatTheHostMakesKeepsNoClassOfThePlugin() throws Exception {
        List<Thread> made = new ArrayList<>();
        ThreadFactory factory = Executors.defaultThreadFactory();

        WeakReference<?> plugin = callInAPlugin(task -> {
            made.add(factory.newThread(task));
            return null;
        });

        expectCollected(plugin);
        assertThat(made).hasSize(1);
    }

    private static WeakReference<?> callInAPlugin(ThreadFactory host) throws Exception {
        try (PluginLoader loader = new PluginLoader()) {
            Class<?> type = loader.loadClass(LeakFreeHostCall.class.getName());
            assertThat(type.getClassLoader()).isSameAs(loader);
            Constructor<?> constructor = type.getDeclaredConstructor(MethodHandle.class);
            constructor.setAccessible(true);
            Object call = constructor.newInstance(MethodHandles.lookup().findVirtual(ThreadFactory.class, "newThread",
                    MethodType.methodType(Thread.class, Runnable.class)));
            type.getMethod("run", Object[].class).invoke(call, (Object) new Object[] {host, (Runnable) () -> { }});
            return new WeakReference<>(loader);
        }
    }

    private static void expectCollected(WeakReference<?> reference) {
        for (int i = 0; i < 20 && reference.get() != null; i++) {
            System.gc();
        }
        assertThat(reference.get()).isNull();
    }

    /** Has the classes that make the call once more, as the class loader of a plugin has. */
    private static final class PluginLoader extends URLClassLoader {
        PluginLoader() throws MalformedURLException {
            super(new URL[] {Path.of("target/classes").toUri().toURL()}, LeakFreeHostCall.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return name.startsWith("io.github.sessionstate.openfire.host.") ? findOwn(name)
                    : super.loadClass(name, resolve);
        }

        private Class<?> findOwn(String name) throws ClassNotFoundException {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }
}
