package janus.celeba;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the lists and images of a data set lie. A root holds the lists, in itself or in Anno/ and Eval/, or one CSV.
 * Root and images are looked for in the given folder, then below it (two levels), then above it (three levels) if the
 * folder holds a part of a data set.
 */
record Layout(
        String name,
        Path root,
        @Nullable Path attributes,
        @Nullable Path landmarks,
        @Nullable Path partition,
        @Nullable Path images) {
    private static final String NO_LISTS = ": no lists (list_attr_celeba.txt, list_landmarks_align_celeba.txt,"
            + " list_eval_partition.txt, or one CSV)";

    static Layout find(Path data) {
        Path given = data.toAbsolutePath().normalize();
        if (!Files.exists(given)) {
            throw new DataException(data + ": no such file or folder; give the folder of the data set");
        }
        if (!Files.isDirectory(given)) {
            return ofFile(data, given);
        }
        if (hasLists(given) || singleCsv(given) != null) {
            return of(treeOf(given), null);
        }
        List<Path> level = children(given);
        for (int depth = 0; depth < 2; depth++) {
            List<Path> roots = level.stream().filter(Layout::hasLists).toList();
            if (roots.size() > 1) {
                throw new DataException("%s: holds several data sets (%s, %s); give one of them"
                        .formatted(data, given.relativize(roots.get(0)), given.relativize(roots.get(1))));
            }
            if (roots.size() == 1) {
                return of(roots.getFirst(), null);
            }
            level = level.stream().flatMap(f -> children(f).stream()).toList();
        }
        if (!holdsPart(given)) {
            throw new DataException(data + NO_LISTS + " and no images in it; give the folder of the data set");
        }
        return of(above(data, given), holdsImages(given) ? given : null);
    }

    private static Layout ofFile(Path data, Path file) {
        String name = lower(file);
        if (name.endsWith(".zip")) {
            return of(above(data, file), file);
        }
        if (name.startsWith("list_")) {
            return of(above(data, file), null);
        }
        if (name.endsWith(".csv")) {
            return single(file);
        }
        throw new DataException(data + ": neither a folder, a zip nor a CSV; give the folder of the data set");
    }

    /** Of one CSV, whatever it is called. */
    static Layout csv(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DataException(file + ": not a file; give one CSV of labels");
        }
        return single(file);
    }

    private static Path above(Path data, Path start) {
        Path folder = start.getParent();
        for (int up = 0; up < 3 && folder != null; up++) {
            if (hasLists(folder) || (up == 0 && singleCsv(folder) != null)) {
                return treeOf(folder);
            }
            folder = folder.getParent();
        }
        throw new DataException(data + NO_LISTS + " here, below or beside; put them there");
    }

    /** The folder above Anno/ or Eval/, else the folder itself. */
    private static Path treeOf(Path folder) {
        Path parent = folder.getParent();
        return parent != null && (folder.endsWith("Anno") || folder.endsWith("Eval")) ? parent : folder;
    }

    private static boolean hasLists(Path folder) {
        return Stream.of("list_attr", "list_landmarks_align", "list_landmarks")
                .anyMatch(prefix -> list(folder, prefix) != null);
    }

    private static Layout of(Path root, @Nullable Path images) {
        Path attributes = list(root, "list_attr");
        Path landmarks = list(root, "list_landmarks_align");
        Path wild = list(root, "list_landmarks");
        Path csv = singleCsv(root);
        if (csv != null && !hasLists(root)) {
            return single(csv);
        }
        if (landmarks == null && wild != null) {
            throw new DataException(wild + ": points of the images before alignment;"
                    + " put list_landmarks_align_celeba.txt beside it");
        }
        boolean tree = Files.isDirectory(root.resolve("Anno")) || Files.isDirectory(root.resolve("Eval"));
        Path first = attributes != null ? attributes : landmarks;
        String name = tree ? "official tree" : first != null && lower(first).endsWith(".csv") ? "Kaggle" : "flat";
        Path partition = list(root, "list_eval_partition");
        return new Layout(name, root, attributes, landmarks, partition, images == null ? images(root) : images);
    }

    private static Layout single(Path csv) {
        Path root = Objects.requireNonNull(csv.toAbsolutePath().getParent());
        return new Layout("one CSV", root, csv, csv, csv, holdsImages(root) ? root : images(root));
    }

    /** Where the images of {@code root} lie; null if there are none. */
    private static @Nullable Path images(Path root) {
        for (String name : List.of(
                "img_align_celeba/img_align_celeba",
                "img_align_celeba",
                "Img/img_align_celeba/img_align_celeba",
                "Img/img_align_celeba",
                "Img",
                "images")) {
            if (holdsImages(root.resolve(name))) {
                return root.resolve(name);
            }
        }
        for (String name : List.of("img_align_celeba.zip", "Img/img_align_celeba.zip", "images.zip")) {
            if (Files.isRegularFile(root.resolve(name))) {
                return root.resolve(name);
            }
        }
        if (Files.isDirectory(root.resolve("images"))) {
            return root.resolve("images");
        }
        return holdsImages(root) ? root : null;
    }

    /** The list of this name in the root, Anno/ or Eval/: CelebA's own endings first, then .txt and .csv alone. */
    private static @Nullable Path list(Path root, String prefix) {
        for (Path folder : List.of(root, root.resolve("Anno"), root.resolve("Eval"))) {
            for (String end : List.of("_celeba.txt", "_celeba.csv", ".txt", ".csv")) {
                Path exact = folder.resolve(prefix + end);
                if (Files.isRegularFile(exact)) {
                    return exact;
                }
            }
        }
        return null;
    }

    private static @Nullable Path singleCsv(Path folder) {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(f -> lower(f).endsWith(".csv")).limit(2).forEach(found::add);
        } catch (IOException e) {
            return null;
        }
        return found.size() == 1 && !lower(found.getFirst()).startsWith("list_") ? found.getFirst() : null;
    }

    private static boolean holdsImages(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.limit(1000).anyMatch(f -> ImageStore.isImage(f.toString()));
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether an image, a zip or a list lies in the folder or anywhere below it. */
    private static boolean holdsPart(Path folder) {
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return files.skip(1)
                    .anyMatch(f -> ImageStore.isImage(f.toString())
                            || lower(f).endsWith(".zip")
                            || lower(f).startsWith("list_"));
        } catch (IOException | UncheckedIOException e) {
            return true; // what cannot be listed may hold one
        }
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> !ImageStore.isImage(f.toString()))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String lower(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    }

    /**
     * Opens the images, be they a folder or a zip.
     *
     * @throws DataException if there are none
     */
    ImageStore open() {
        if (images == null) {
            throw new DataException(
                    root + ": lists but no images; put img_align_celeba (folder or zip) or images beside");
        }
        return Files.isDirectory(images) ? ImageFolder.open(images) : ImageZip.open(images);
    }
}
