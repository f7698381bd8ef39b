package janus.models.train;

import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import janus.celeba.DataException;
import java.lang.reflect.RecordComponent;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What to say of a key, or of a value, that a configuration cannot hold. */
final class Misfit {
    private Misfit() {}

    static DataException unknown(String place, String key, Stream<?> known) {
        return new DataException(place + ": unknown key '" + key + "'; known here: "
                + known.map(String::valueOf).sorted().collect(Collectors.joining(", ")));
    }

    static DataException of(JsonMappingException e, ObjectNode tree, Origins origins) {
        String key = "";
        JsonNode value = tree;
        for (JsonMappingException.Reference step : e.getPath()) {
            boolean named = step.getFieldName() != null;
            key = named ? ConfigTree.path(key, step.getFieldName()) : key;
            value = named ? value.path(step.getFieldName()) : value.path(step.getIndex());
        }
        String place = origins.of(key);
        if (e instanceof UnrecognizedPropertyException property) {
            return unknown(place, key, property.getKnownPropertyIds().stream());
        }
        Class<?> type = e instanceof MismatchedInputException mismatch
                ? mismatch.getTargetType()
                : e.getCause() instanceof InputCoercionException coercion ? coercion.getTargetType() : null;
        String given = value.isValueNode() ? value.asText() : value.toString();
        return new DataException(place + ": " + key + " is " + given + "; give " + rule(key, type), e);
    }

    private static String rule(String key, @Nullable Class<?> type) {
        if (key.startsWith("network.groups")) {
            return "names with lists, as in {mouth: [Smiling]}";
        }
        return key.equals("sweep") ? "keys with values, as in {data.fraction: 0.1}" : expected(type);
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == boolean.class) {
            return "true or false";
        } else if (type == int.class || type == Integer.class || type == long.class) {
            return "a whole number of at most " + (type == long.class ? Long.MAX_VALUE : Integer.MAX_VALUE);
        } else if (type == double.class || type == Double.class) {
            return "a number";
        } else if (type != null && type.isRecord()) {
            return "it as keys: "
                    + Stream.of(type.getRecordComponents())
                            .map(RecordComponent::getName)
                            .collect(Collectors.joining(", "));
        }
        return type == String.class ? "one word" : "names with numbers, as in {attributes: 1}";
    }
}
