package io.github.sessionstate.web;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.sessionstate.text.Word;

/** What {@link Json} makes of records, and what {@link JsonBody} takes for them, as JSON Schema. */
final class JsonSchema {
    private JsonSchema() {
    }

    /** An answer of this type. All keys are there; what is no primitive in Java may be null. */
    static Map<String, Object> ofAnswer(Class<? extends Record> type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Rows rows = component.getAnnotation(Rows.class);
            properties.put(Json.key(component), rows == null ? ofValue(component.getGenericType(), true)
                    : component.getType() != List.class ? reference(rows.value())
                    : with(type("array"), "items", reference(rows.value())));
        }
        return object(properties, properties.keySet());
    }

    /** The same, or null. */
    static Map<String, Object> ofAnswerOrNull(Class<? extends Record> type) {
        return ofClass(type, true);
    }

    /** A request's body: what it must be at least. */
    static Map<String, Object> ofBody(Class<? extends Record> type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            boolean isRequired = component.isAnnotationPresent(Required.class);
            if (isRequired) {
                required.add(component.getName());
            }
            properties.put(component.getName(), ofPart(component.getType(), !isRequired));
        }
        return with(object(properties, required), "additionalProperties", false);
    }

    private static Map<String, Object> ofPart(Class<?> type, boolean isNullable) {
        if (type == List.class) {
            return with(type("array"), "items", type("string"));
        }
        if (type == Map.class) {
            return with(type("object"), "additionalProperties", type("string", "null"));
        }
        if (type == Long.class) {
            Map<String, Object> number = with(type("integer"), "minimum", 0);
            Map<String, Object> text = with(type("string"), "pattern", "^[0-9]{1,9}$");
            return with(new LinkedHashMap<>(), "anyOf",
                    isNullable ? List.of(number, text, type("null")) : List.of(number, text));
        }
        return orNull(isNullable, type == Boolean.class ? "boolean" : "string");
    }

    /**
     * A row of a table.
     *
     * @param columns the columns that there may be
     * @param always  those that are there in any case
     */
    static Map<String, Object> ofRow(Map<String, ValueType> columns, Collection<String> always) {
        Map<String, Object> properties = new LinkedHashMap<>();
        columns.forEach((key, type) -> properties.put(key, switch (type) {
            case TIME -> ofValue(Instant.class, true);
            case ARRAY -> with(orNull(true, "array"), "items", type("string", "object"));
            default -> orNull(true, Word.of(type));
        }));
        return object(properties, always);
    }

    /** The one of this name among the components of the document. */
    static Map<String, Object> reference(Enum<?> name) {
        return reference(Word.of(name));
    }

    static Map<String, Object> reference(String name) {
        return with(new LinkedHashMap<>(), "$ref", "#/components/schemas/" + name);
    }

    /** An object with these keys. */
    static Map<String, Object> object(Map<String, Object> properties, Collection<String> required) {
        return with(with(type("object"), "properties", properties), "required", List.copyOf(required));
    }

    private static Map<String, Object> ofValue(Type type, boolean isNullable) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            Map<String, Object> part = ofValue(arguments[arguments.length - 1], false);
            return generic.getRawType() == Map.class
                    ? with(orNull(isNullable, "object"), "additionalProperties", part)
                    : with(orNull(isNullable, "array"), "items", part);
        }
        return ofClass((Class<?>) type, isNullable && !((Class<?>) type).isPrimitive());
    }

    private static Map<String, Object> ofClass(Class<?> type, boolean isNullable) {
        if (type == Object.class) {
            return new LinkedHashMap<>();
        }
        if (type == String.class) {
            return orNull(isNullable, "string");
        }
        if (type == Instant.class) {
            return with(orNull(isNullable, "string"), "format", "date-time");
        }
        if (type == boolean.class || type == Boolean.class) {
            return orNull(isNullable, "boolean");
        }
        if (List.of(int.class, long.class, Integer.class, Long.class, Duration.class).contains(type)) {
            return orNull(isNullable, "integer");
        }
        if (type.isEnum()) {
            Stream<String> words = Arrays.stream(type.getEnumConstants()).map(word -> Word.of((Enum<?>) word));
            return with(orNull(isNullable, "string"), "enum",
                    (isNullable ? Stream.concat(words, Stream.of((String) null)) : words).toList());
        }
        if (type.isRecord()) {
            Map<String, Object> schema = ofAnswer(type.asSubclass(Record.class));
            schema.putAll(orNull(isNullable, "object"));
            return schema;
        }
        throw new IllegalArgumentException(type.getName());
    }

    private static Map<String, Object> orNull(boolean isNullable, String type) {
        return isNullable ? type(type, "null") : type(type);
    }

    private static Map<String, Object> type(String... types) {
        return with(new LinkedHashMap<>(), "type", types.length == 1 ? types[0] : List.of(types));
    }

    private static Map<String, Object> with(Map<String, Object> schema, String key, Object value) {
        schema.put(key, value);
        return schema;
    }
}
