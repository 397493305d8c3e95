package peers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads JSON lines with Jackson's token stream, which is faster than its data binding. */
public final class Transactions {
    private static final JsonFactory JSON = JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

    private Transactions() {}

    /** Hands over each event of a file, in its order. */
    public static void forEach(Path file, Consumer<Transaction> take) throws IOException {
        try (JsonParser parser = open(file)) {
            for (Transaction event = next(parser); event != null; event = next(parser)) {
                take.accept(event);
            }
        }
    }

    /** A parser for `next`. */
    public static JsonParser open(Path file) throws IOException {
        return JSON.createParser(file.toFile());
    }

    /** The next event of a file; null where there is none. */
    public static Transaction next(JsonParser parser) throws IOException {
        return parser.nextToken() == null ? null : read(parser);
    }

    /** All events of a file, in its order. */
    public static List<Transaction> all(Path file) throws IOException {
        List<Transaction> events = new ArrayList<>();
        forEach(file, events::add);
        return events;
    }

    /** The event of one line. */
    public static Transaction of(String line) throws IOException {
        try (JsonParser parser = JSON.createParser(line)) {
            parser.nextToken();
            return read(parser);
        }
    }

    /** The event of a message, which is UTF-8. */
    public static Transaction of(byte[] message) throws IOException {
        try (JsonParser parser = JSON.createParser(message)) {
            parser.nextToken();
            return read(parser);
        }
    }

    /** Reads the object that the parser has just entered. */
    private static Transaction read(JsonParser parser) throws IOException {
        Transaction event = new Transaction();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "id" -> event.id = parser.getLongValue();
                case "account" -> event.account = parser.getText();
                case "card" -> event.card = parser.getText();
                case "merchant" -> event.merchant = parser.getText();
                case "device" -> event.device = parser.getText();
                case "country" -> event.country = parser.getText();
                case "amount" -> event.amount = parser.getDoubleValue();
                case "at" -> event.at = parser.getLongValue();
                default -> parser.skipChildren();
            }
        }
        return event;
    }
}
