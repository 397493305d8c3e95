package peers;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a line for each match: the rule, and the ids of the events that an alert shows. */
public final class Matches implements Closeable {
    private final BufferedWriter writer;
    private final StringBuilder line = new StringBuilder();
    private long count;

    public Matches(Path file) throws IOException {
        writer = Files.newBufferedWriter(file);
    }

    public synchronized void add(String rule, long... ids) {
        count++;
        line.setLength(0);
        append(line, rule, ids);
        line.append('\n');
        try {
            writer.append(line);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** The line of a match, without its end. */
    public static String line(String rule, long... ids) {
        StringBuilder line = new StringBuilder(64);
        append(line, rule, ids);
        return line.toString();
    }

    private static void append(StringBuilder line, String rule, long... ids) {
        line.append("{\"rule\":\"").append(rule).append("\",\"data\":{");
        for (int i = 0; i < ids.length; i++) {
            line.append(i == 0 ? "\"" : ",\"").append((char) ('a' + i)).append("\":").append(ids[i]);
        }
        line.append("}}");
    }

    public synchronized long count() {
        return count;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
