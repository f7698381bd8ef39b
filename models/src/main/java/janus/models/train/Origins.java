package janus.models.train;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Where each key of a configuration was given, so that errors can say so: a line of a file, or the command line. */
final class Origins {
    private final Map<String, String> places = new HashMap<>();

    /** Every key of {@code yaml}, which was read from {@code file}, has its line. */
    void read(Path file, String yaml) throws IOException {
        try (JsonParser parser = new YAMLFactory().createParser(yaml)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    String key = parser.getParsingContext().pathAsPointer().toString();
                    int line = parser.currentTokenLocation().getLineNr();
                    places.put(key.substring(1).replace('/', '.'), file + ":" + line);
                }
            }
        }
    }

    void put(String key, String place) {
        places.put(key, place);
    }

    void merge(Origins others) {
        places.putAll(others.places);
    }

    /** Those of the keys below {@code key}, named without it. */
    Origins below(String key) {
        Origins inner = new Origins();
        places.forEach((name, place) -> {
            if (name.startsWith(key + ".")) {
                inner.places.put(name.substring(key.length() + 1), place);
            }
        });
        return inner;
    }

    /** The place of {@code key}, or of the nearest one above it that was given. */
    String of(String key) {
        String place = places.get(key);
        int dot = key.lastIndexOf('.');
        return place != null ? place : dot < 0 ? "configuration" : of(key.substring(0, dot));
    }
}
