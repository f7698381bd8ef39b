package janus.models.cli;

import janus.celeba.DataException;
import janus.kernels.OutOfDeviceMemory;
import janus.models.train.NonFinite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The command line. Results go to standard output, all else to standard error. Exit codes: 0 done; 1 failed, or a bug;
 * 2 bad input or usage, or a path that cannot be used; 130 and 143 stopped by SIGINT or SIGTERM after saving.
 */
@Command(
        name = "janus",
        version = "janus 0.1.0",
        mixinStandardHelpOptions = true,
        description = "Multi-task learning on faces, with an engine written from the kernel up.",
        subcommands = {
            Train.class,
            Eval.class,
            Predict.class,
            Synthesize.class,
            GradcheckCommand.class,
            Doctor.class,
            TuneKernels.class,
            StudyCommand.class,
            Tune.class,
            VerdictCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print stack traces of errors.")
    private boolean debug;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    public static void main(String[] args) {
        Parent.watch();
        System.exit(run(args));
    }

    /** Runs one command and returns its exit code. */
    public static int run(String... args) {
        boolean debug = List.of(args).contains("--debug");
        try {
            return new CommandLine(new Main())
                    .registerConverter(Path.class, Main::path)
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .setParameterExceptionHandler((e, given) -> usage(e))
                    .setExecutionExceptionHandler((e, command, result) -> failure(e, debug))
                    .execute(args);
        } catch (CommandLine.PicocliException e) {
            return failure(e, debug);
        } catch (OutOfMemoryError e) {
            System.err.println("error: out of memory: " + e.getMessage()
                    + "; give more, java -Xmx8g -jar models.jar …, or use a smaller optimizer.batch");
            return 2;
        }
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "no command given");
    }

    /** An empty path would be the working folder; it comes from a shell's variable that is not set. */
    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new CommandLine.TypeConversionException("an empty path");
        }
        return Path.of(text);
    }

    private static int usage(CommandLine.ParameterException e) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        StringBuilder line = new StringBuilder("error: ").append(oneLine(e));
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            line.append("; did you mean ").append(String.join(" or ", unmatched.getSuggestions()));
        }
        command.getErr().println(line + "; see " + name + " --help");
        return 2;
    }

    private static int failure(Exception given, boolean debug) {
        if (debug) {
            given.printStackTrace();
        }
        Exception e =
                given instanceof UncheckedIOException io && io.getCause() instanceof IOException cause ? cause : given;
        System.err.println("error: " + message(e));
        return e instanceof DataException || e instanceof OutOfDeviceMemory || e instanceof FileSystemException ? 2 : 1;
    }

    private static String message(Exception e) {
        return switch (e) {
            case DataException _, OutOfDeviceMemory _, NonFinite _ -> oneLine(e);
            case NoSuchFileException missing -> missing.getFile() + ": not found; check the path";
            case AccessDeniedException denied -> denied.getFile() + ": no permission; check it, or the path";
            case FileAlreadyExistsException file -> file.getFile() + ": not a folder; check the path";
            case NotDirectoryException file -> file.getFile() + ": not a folder; check the path";
            case FileSystemException file -> file.getFile() + ": " + file.getReason() + "; check the path";
            case IOException io -> oneLine(io) + "; check permissions and free space";
            default -> oneLine(e) + "; this should not happen: run again with --debug and report it";
        };
    }

    private static String oneLine(Exception e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return message.replaceFirst("^Error: ", "").replaceAll("\\s*\\R\\s*", " ");
    }
}
