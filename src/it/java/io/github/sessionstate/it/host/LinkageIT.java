package io.github.sessionstate.it.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The plugin is compiled against one Openfire and runs on others: each member of the host that its classes name must be
 * there with the same parameters and result, or the JVM throws when it comes to it.
 */
class LinkageIT {
    private static final Path CLASSES = Path.of("target", "classes");
    private static final String OURS = "io.github.sessionstate";
    private static final List<String> NETWORK_LIBRARIES = List.of("io.netty.", "org.apache.mina.");

    private static URLClassLoader host;
    private static JavaClasses ours;

    @BeforeAll
    static void read() throws IOException {
        List<URL> path = new ArrayList<>(List.of(CLASSES.toUri().toURL()));
        try (Stream<Path> libraries = Files.list(Installation.configured().libraries())) {
            for (Path library : (Iterable<Path>) libraries.filter(file -> file.toString().endsWith(".jar"))::iterator) {
                path.add(library.toUri().toURL());
            }
        }
        // The plugin's own libraries, which travel in its jar.
        for (Class<?> one : List.of(Gson.class, CsvWriter.class, ExpositionFormatWriter.class, MetricSnapshots.class,
                EscapingScheme.class)) {
            path.add(one.getProtectionDomain().getCodeSource().getLocation());
        }
        host = new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        ours = new ClassFileImporter().importPath(CLASSES);
        assertThat(ours).hasSizeGreaterThan(100);
    }

    @AfterAll
    static void close() throws IOException {
        host.close();
    }

    /** Whether the host has the network library that the class is written for, if it is written for one. */
    private static boolean isUsed(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream().map(dependency -> dependency.getTargetClass().getName())
                .filter(name -> NETWORK_LIBRARIES.stream().anyMatch(name::startsWith))
                .allMatch(name -> load(name.replaceAll("^\\[+L|;$", "")) != null);
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, host);
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            return null;
        }
    }

    @Test
    void everyMemberThatIsNamedIsThere() {
        Set<String> missing = new TreeSet<>();
        int looked = 0;
        for (JavaClass type : ours) {
            if (isUsed(type)) {
                for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                    looked++;
                    if (!isThere(access)) {
                        missing.add(type.getName() + " names " + access.getTarget().getFullName());
                    }
                }
            }
        }
        assertThat(looked).isGreaterThan(5_000);
        assertThat(missing).isEmpty();
    }

    private static boolean isThere(JavaAccess<?> access) {
        String name = access.getTargetOwner().getName();
        if (name.startsWith("[") || name.startsWith(OURS)) {
            return true;
        }
        Class<?> owner = load(name);
        if (owner == null) {
            return false;
        }
        if (access instanceof JavaFieldAccess field) {
            String type = field.getTarget().getRawType().getName();
            return family(owner).stream().flatMap(one -> Arrays.stream(one.getDeclaredFields()))
                    .anyMatch(one -> one.getName().equals(field.getName()) && one.getType().getName().equals(type));
        }
        CodeUnitCallTarget called = callTarget(access);
        if (called == null || isPolymorphic(owner)) {
            return true;
        }
        List<String> parameters = called.getRawParameterTypes().stream().map(JavaClass::getName).toList();
        if (called.getName().equals("<init>")) {
            return Arrays.stream(owner.getDeclaredConstructors())
                    .anyMatch(one -> names(one.getParameterTypes()).equals(parameters));
        }
        String result = called.getRawReturnType().getName();
        return family(owner).stream().flatMap(one -> Arrays.stream(one.getDeclaredMethods()))
                .anyMatch(one -> one.getName().equals(called.getName()) && names(one.getParameterTypes()).equals(parameters)
                        && one.getReturnType().getName().equals(result));
    }

    // A reference to a method has a target of another kind, of the same method.
    private static CodeUnitCallTarget callTarget(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitCallTarget target ? target : null;
    }

    /** Whether its methods take whatever a call gives them. */
    private static boolean isPolymorphic(Class<?> owner) {
        return owner.getName().startsWith("java.lang.invoke.");
    }

    private static List<String> names(Class<?>... types) {
        return Arrays.stream(types).map(Class::getName).toList();
    }

    /** The class, all above it, and the root of all. */
    private static Set<Class<?>> family(Class<?> type) {
        Set<Class<?>> family = new LinkedHashSet<>();
        collect(type, family);
        family.add(Object.class);
        return family;
    }

    private static void collect(Class<?> type, Set<Class<?>> family) {
        if (type != null && family.add(type)) {
            collect(type.getSuperclass(), family);
            Arrays.stream(type.getInterfaces()).forEach(above -> collect(above, family));
        }
    }

    @Test
    void everyMethodThatTheHostMayCallIsWritten() {
        Set<String> missing = new TreeSet<>();
        for (JavaClass type : ours) {
            Class<?> loaded = isUsed(type) ? load(type.getName()) : null;
            if (loaded != null && !Modifier.isAbstract(loaded.getModifiers())) {
                Arrays.stream(loaded.getMethods()).filter(method -> Modifier.isAbstract(method.getModifiers()))
                        .sorted(Comparator.comparing(Object::toString)).map(method -> type.getName() + " lacks " + method)
                        .collect(Collectors.toCollection(() -> missing));
            }
        }
        assertThat(missing).isEmpty();
    }
}
