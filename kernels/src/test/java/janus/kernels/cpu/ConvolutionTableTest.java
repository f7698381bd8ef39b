package janus.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.KernelTable;
import janus.kernels.KernelTableFile;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.cpu.ConvolutionKey.Direction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ConvolutionTableTest {
    private static final String HEAD = String.join(",", ConvolutionTable.COLUMNS) + "\n";
    /** Of a shape for which the rule takes the same algorithm in each direction: {@code winograd4}. */
    private static final ConvolutionSize Z = new ConvolutionSize(8, 32, 12, 12, 32, 3, 3, 1, 1);

    @TempDir
    private Path folder;

    @Test
    void builtInTableHasEveryPlainConvolutionOfResNet18() {
        KernelTable<ConvolutionKey, Algorithm> table = ConvolutionTable.builtIn();
        for (int lanes : new int[] {16, 8}) {
            for (Direction direction : Direction.values()) {
                for (int stage = 0; stage < 4; stage++) {
                    for (int map : new int[] {56 >> stage, 32 >> stage, 16 >> stage}) {
                        int c = 64 << stage;
                        ConvolutionKey key = new ConvolutionKey(lanes, direction, c, c, map, map, 3, 3, 1, 1);
                        assertThat(table.choice(key)).as("%s", key).isNotNull();
                    }
                }
            }
        }
        assertThat(table.choices()).hasSize(108);
        assertThat(table.toString()).matches("kernel table built-in sha256:[0-9a-f]{12}");
    }

    @Test
    void aTableSavedWithAByteOrderMarkIsRead() throws IOException {
        String line = Lanes.COUNT + ",data,64,64,8,8,3,3,1,1,direct\n";
        Path marked = Files.writeString(folder.resolve("marked.csv"), "\uFEFF# mine\n" + HEAD + line);
        assertThat(ConvolutionTable.read(marked).choices()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void whatTheTableDoesNotListTakesTheRule(Direction direction) {
        assertThat(chosen(Map.of(), direction, Z)).isEqualTo(Algorithm.WINOGRAD4);
        ConvolutionSize strided = new ConvolutionSize(64, 32, 16, 16, 32, 3, 3, 2, 1);
        assertThat(chosen(Map.of(), direction, strided)).isEqualTo(Algorithm.POLYPHASE);
        ConvolutionSize fewer = new ConvolutionSize(63, 32, 16, 16, 32, 3, 3, 2, 1);
        assertThat(chosen(Map.of(), direction, fewer)).isEqualTo(Algorithm.DIRECT);
        ConvolutionSize inside = new ConvolutionSize(64, 32, 16, 16, 32, 3, 3, 2, 0);
        assertThat(chosen(Map.of(), direction, inside)).isEqualTo(Algorithm.DIRECT);
        ConvolutionSize narrow = new ConvolutionSize(8, 15, 12, 12, 32, 3, 3, 1, 1);
        assertThat(chosen(Map.of(), direction, narrow)).isEqualTo(Algorithm.DIRECT);
    }

    @ParameterizedTest
    @EnumSource
    void mapsWhoseWindowsMostlyMissThemRunPixelByPixel(Direction direction) {
        ConvolutionSize tiny = new ConvolutionSize(8, 32, 1, 2, 32, 3, 3, 1, 1);
        assertThat(chosen(Map.of(), direction, tiny)).isEqualTo(Algorithm.PIXELWISE);
        assertThat(ConvolutionRule.chooseKept(tiny)).isEqualTo(Algorithm.PIXELWISE);
        ConvolutionSize strided = new ConvolutionSize(8, 32, 4, 4, 32, 3, 3, 2, 1);
        assertThat(chosen(Map.of(), direction, strided)).isEqualTo(Algorithm.PIXELWISE);
        ConvolutionSize few = new ConvolutionSize(7, 32, 1, 2, 32, 3, 3, 1, 1);
        assertThat(chosen(Map.of(), direction, few)).isEqualTo(Algorithm.DIRECT);
        assertThat(ConvolutionRule.chooseKept(few)).isNotEqualTo(Algorithm.PIXELWISE);
        ConvolutionSize single = new ConvolutionSize(8, 32, 4, 4, 32, 1, 1, 2, 0);
        assertThat(chosen(Map.of(), direction, single)).isEqualTo(Algorithm.DIRECT);
    }

    @ParameterizedTest
    @EnumSource
    void mapsOfTwoByTwoTakeTheirOwnWayForwards(Direction direction) {
        ConvolutionSize z = new ConvolutionSize(8, 32, 2, 2, 32, 3, 3, 1, 1);
        assertThat(chosen(Map.of(), direction, z))
                .isEqualTo(direction == Direction.FORWARD ? Algorithm.TOEPLITZ2 : Algorithm.PIXELWISE);
        assertThat(ConvolutionRule.chooseKept(z)).isEqualTo(Algorithm.TOEPLITZ2);
        ConvolutionSize unpadded = new ConvolutionSize(8, 32, 2, 2, 32, 3, 3, 1, 2);
        assertThat(chosen(Map.of(), direction, unpadded)).isNotEqualTo(Algorithm.TOEPLITZ2);
    }

    @ParameterizedTest
    @EnumSource
    void whatTheTableListsRunsThatWayInThatDirectionAlone(Direction direction) {
        Map<Direction, Algorithm> choices = Map.of(direction, Algorithm.WINOGRAD2);
        for (Direction each : Direction.values()) {
            assertThat(chosen(choices, each, Z))
                    .isEqualTo(each == direction ? Algorithm.WINOGRAD2 : Algorithm.WINOGRAD4);
        }
    }

    // 1 image of 12 × 12 has 9 tiles of 4 × 4, one of 8 × 8 has 4, and 16 of 2 × 2
    @Test
    void batchTooSmallForItsTilesTakesTheRule() {
        ConvolutionSize z = new ConvolutionSize(1, 32, 8, 8, 32, 3, 3, 1, 1);
        ConvolutionKey key = ConvolutionKey.of(Direction.FORWARD, z);
        KernelTable<ConvolutionKey, Algorithm> table =
                new KernelTable<>("t", "0".repeat(64), Map.of(key, Algorithm.WINOGRAD4));
        try (CpuDevice device = new CpuDevice(1, false, "", table)) {
            assertThat(device.convolution().choose(Direction.FORWARD, z)).isEqualTo(Algorithm.WINOGRAD2);
        }
    }

    @Test
    void strictIsDirectWhateverTheTableSays() throws IOException {
        Path file = write("t.csv", HEAD + line(Direction.FORWARD, "winograd2"));
        try (Device device = Devices.open("cpu:1:strict", file)) {
            CpuDevice cpu = (CpuDevice) device;
            assertThat(cpu.convolution().choose(Direction.FORWARD, Z)).isEqualTo(Algorithm.DIRECT);
            assertThat(cpu.kernelRecord()).isNull();
            assertThat(cpu.description()).doesNotContain("kernel table");
        }
    }

    @Test
    void byStrideTwoATableMayTakeFewerTilesThanTheRule() {
        KernelTable<ConvolutionKey, Algorithm> table =
                parse(HEAD + Lanes.COUNT + ",data,32,32,16,16,3,3,2,1,polyphase\n");
        try (CpuDevice device = new CpuDevice(1, false, "", table)) {
            ChosenConvolution convolution = device.convolution();
            ConvolutionSize enough = new ConvolutionSize(32, 32, 16, 16, 32, 3, 3, 2, 1);
            assertThat(convolution.choose(Direction.DATA, enough)).isEqualTo(Algorithm.POLYPHASE);
            assertThat(convolution.choose(Direction.FORWARD, enough)).isEqualTo(Algorithm.DIRECT);
            ConvolutionSize fewer = new ConvolutionSize(31, 32, 16, 16, 32, 3, 3, 2, 1);
            assertThat(convolution.choose(Direction.DATA, fewer)).isEqualTo(Algorithm.DIRECT);
        }
    }

    @Test
    void namedTableIsDescribedAndRuns() throws IOException {
        Path file = write("mine.csv", "# mine\n\n" + HEAD + line(Direction.DATA, "direct"));
        try (Device device = Devices.open("cpu:1", file)) {
            assertThat(device.description()).containsPattern("kernel table mine\\.csv sha256:[0-9a-f]{12},");
            assertThat(((CpuDevice) device).convolution().choose(Direction.DATA, Z))
                    .isEqualTo(Algorithm.DIRECT);
        }
    }

    @Test
    void directionsOfOneSizeMayTakeDifferentTiles() {
        Map<Direction, Algorithm> mixed =
                Map.of(Direction.FORWARD, Algorithm.WINOGRAD2, Direction.DATA, Algorithm.DIRECT);
        float[][] fours = results(Map.of());
        float[][] some = results(mixed);
        assertThat(some[0]).isNotEqualTo(fours[0]);
        assertThat(some[1]).isNotEqualTo(fours[1]);
        assertThat(some[2]).isEqualTo(fours[2]);
        float[][] twos = results(Map.of(Direction.FORWARD, Algorithm.WINOGRAD2));
        assertThat(twos[0]).isEqualTo(some[0]);
        assertThat(twos[1]).isEqualTo(fours[1]);
    }

    @Test
    void referenceTakesNoTable() throws IOException {
        Path file = write("t.csv", HEAD + line(Direction.DATA, "direct"));
        assertThatThrownBy(() -> Devices.open("reference", file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kernel tables are for cpu and cuda devices; leave out " + file);
        Devices.open("auto", file).close();
        Devices.open("reference", null).close();
    }

    private static Algorithm chosen(Map<Direction, Algorithm> choices, Direction direction, ConvolutionSize z) {
        try (CpuDevice device = new CpuDevice(1, false, "", table(choices))) {
            return device.convolution().choose(direction, z);
        }
    }

    private static KernelTable<ConvolutionKey, Algorithm> table(Map<Direction, Algorithm> choices) {
        StringBuilder text = new StringBuilder(HEAD);
        choices.forEach((direction, algorithm) -> text.append(line(direction, algorithm.toString())));
        return parse(text.toString());
    }

    private static String line(Direction direction, String algorithm) {
        return Lanes.COUNT + "," + direction + ",32,32,12,12,3,3,1,1," + algorithm + "\n";
    }

    private static KernelTable<ConvolutionKey, Algorithm> parse(String text) {
        return ConvolutionTable.parse(new KernelTableFile("t.csv", "t.csv", text.getBytes(StandardCharsets.UTF_8)));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** y, dx and dw of the same random numbers. */
    private static float[][] results(Map<Direction, Algorithm> choices) {
        Shape map = Shape.of(Z.n(), Z.c(), Z.h(), Z.w());
        Shape filter = Shape.of(Z.k(), Z.c(), Z.r(), Z.s());
        try (Device device = new CpuDevice(1, false, "", table(choices))) {
            Buffer x = random(device, map, Role.ACTIVATION);
            Buffer w = random(device, filter, Role.FILTER);
            Buffer y = device.allocate(map, Role.ACTIVATION);
            Buffer dx = device.allocate(map, Role.ACTIVATION);
            Buffer dw = device.allocate(filter, Role.FILTER);
            device.kernels().convolution(Z, x, w, y);
            device.kernels().convolutionBackwardData(Z, x, w, false, dx);
            device.kernels().convolutionBackwardFilter(Z, x, x, dw);
            return new float[][] {read(device, y), read(device, dx), read(device, dw)};
        }
    }

    private static Buffer random(Device device, Shape shape, Role role) {
        Random random = new Random(3);
        float[] numbers = new float[shape.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextFloat() - .5f;
        }
        Buffer buffer = device.allocate(shape, role);
        device.upload(numbers, buffer);
        return buffer;
    }

    private static float[] read(Device device, Buffer buffer) {
        float[] numbers = new float[buffer.shape().size()];
        device.download(buffer, numbers);
        return numbers;
    }
}
