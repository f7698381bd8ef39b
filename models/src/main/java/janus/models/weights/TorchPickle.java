package janus.models.weights;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * The pickle inside PyTorch's zip files, as a language of a few words: only the opcodes and the imports that a state
 * dict needs are understood, everything else is refused, and no import is ever looked up as a class.
 */
final class TorchPickle extends Unpickler {
    private static final Set<Short> SAFE = Set.of(
            Opcodes.PROTO,
            Opcodes.STOP,
            Opcodes.MARK,
            Opcodes.NONE,
            Opcodes.NEWTRUE,
            Opcodes.NEWFALSE,
            Opcodes.BININT,
            Opcodes.BININT1,
            Opcodes.BININT2,
            Opcodes.LONG1,
            Opcodes.BINFLOAT,
            Opcodes.BINUNICODE,
            Opcodes.BINPUT,
            Opcodes.LONG_BINPUT,
            Opcodes.BINGET,
            Opcodes.LONG_BINGET,
            Opcodes.EMPTY_TUPLE,
            Opcodes.TUPLE,
            Opcodes.TUPLE1,
            Opcodes.TUPLE2,
            Opcodes.TUPLE3,
            Opcodes.SETITEM,
            Opcodes.BINPERSID,
            Opcodes.REDUCE);

    private static final Map<String, Array.Dtype> STORAGES = Map.of(
            "torch.DoubleStorage", Array.Dtype.F64,
            "torch.FloatStorage", Array.Dtype.F32,
            "torch.HalfStorage", Array.Dtype.F16,
            "torch.BFloat16Storage", Array.Dtype.BF16,
            "torch.LongStorage", Array.Dtype.I64,
            "torch.IntStorage", Array.Dtype.I32,
            "torch.ByteStorage", Array.Dtype.U8);

    private static final int LONGEST_NUMBER = 8;

    /** A dict of the file; told apart by identity, so that hashing one that holds itself comes to an end. */
    static final class Dict extends LinkedHashMap<Object, Object> {
        private static final long serialVersionUID = 1;

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /** {@code elements} numbers in the archive's entry {@code data/key}. */
    record Storage(Array.Dtype dtype, String key, long elements) {}

    /** A view of a storage; offset and strides in elements. */
    record View(Storage storage, long offset, long[] shape, long[] strides) {
        private static final int HIGHEST_RANK = 8;

        /** How many; −1 if shape, strides and offset make no sense together. */
        long elements() {
            boolean good = shape.length == strides.length && shape.length <= HIGHEST_RANK && small(offset);
            long product = 1;
            for (int i = 0; good && i < shape.length; i++) {
                good = small(shape[i]) && small(strides[i]);
                product = Math.min(product * shape[i], Integer.MAX_VALUE);
            }
            return good ? product : -1;
        }

        private static boolean small(long number) {
            return number >= 0 && number <= Integer.MAX_VALUE;
        }

        /** One past the last element of the storage that it reads; 0 if it has none. */
        long end() {
            long last = offset;
            for (int i = 0; i < shape.length; i++) {
                // neither a product of two ints nor a sum of eight of them, capped, overflows
                last += Math.min((shape[i] - 1) * strides[i], Integer.MAX_VALUE);
            }
            return elements() == 0 ? 0 : last + 1;
        }

        /** Whether the elements from {@code axis} on follow each other without a gap. */
        boolean isRowMajor(int axis) {
            long stride = 1;
            for (int i = shape.length - 1; i >= axis; i--) {
                if (shape[i] != 1 && strides[i] != stride) {
                    return false;
                }
                stride *= shape[i];
            }
            return true;
        }
    }

    /** What a file's pickle stands for: dicts, strings, numbers, views. */
    static Object read(byte[] pickle) throws IOException {
        try {
            return new TorchPickle().load(new ByteArrayInputStream(pickle));
        } catch (PickleException e) {
            throw e;
        } catch (RuntimeException e) {
            // the stack was empty, an operand of another type, a memo entry missing
            throw new PickleException("malformed: " + e.getMessage());
        }
    }

    @Override
    protected Object dispatch(short key) throws IOException {
        switch (key) {
            case Opcodes.GLOBAL -> stack.add(global(PickleUtils.readline(input) + "." + PickleUtils.readline(input)));
            case Opcodes.EMPTY_DICT -> stack.add(new Dict());
            // state of an OrderedDict: PyTorch's _metadata, which says nothing about the numbers
            case Opcodes.BUILD -> stack.pop();
            case Opcodes.SETITEMS -> setItems();
            default -> {
                if (!SAFE.contains(key)) {
                    throw new PickleException("opcode 0x%02x is not one that a state dict needs".formatted(key));
                }
                requireLength(key);
                return super.dispatch(key);
            }
        }
        return NO_RETURN_VALUE;
    }

    /** In the file's order, which the library's own method loses. */
    private void setItems() {
        List<Object> items = stack.pop_all_since_marker();
        Dict dict = (Dict) stack.peek();
        for (int i = 0; i < items.size(); i += 2) {
            dict.put(items.get(i), items.get(i + 1));
        }
    }

    /** Before anything is allocated: a string or number may be no longer than what is left of the file. */
    private void requireLength(short key) throws IOException {
        int digits = key == Opcodes.BINUNICODE ? 4 : key == Opcodes.LONG1 ? 1 : 0;
        if (digits > 0) {
            input.mark(digits);
            byte[] bytes = input.readNBytes(digits);
            input.reset();
            long length = 0;
            for (int i = bytes.length - 1; i >= 0; i--) {
                length = length << 8 | bytes[i] & 0xFF;
            }
            if (length > (key == Opcodes.LONG1 ? LONGEST_NUMBER : input.available() - digits)) {
                throw new PickleException("an object of " + length + " bytes");
            }
        }
    }

    private static Object global(String name) {
        Array.Dtype dtype = STORAGES.get(name);
        if (dtype != null) {
            return dtype;
        }
        IObjectConstructor constructor =
                switch (name) {
                    case "collections.OrderedDict" -> arguments -> new Dict();
                    case "torch._utils._rebuild_tensor_v2" -> TorchPickle::view;
                    case "torch._utils._rebuild_parameter" -> arguments -> arguments[0];
                    default -> throw new PickleException("it imports " + printable(name));
                };
        return constructor;
    }

    private static String printable(String name) {
        String plain = new String(name.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII)
                .replaceAll("\\p{Cntrl}", "?");
        return plain.length() > 80 ? plain.substring(0, 80) + "…" : plain;
    }

    private static View view(Object[] arguments) {
        return new View(
                (Storage) arguments[0],
                ((Number) arguments[1]).longValue(),
                longs((Object[]) arguments[2]),
                longs((Object[]) arguments[3]));
    }

    private static long[] longs(Object[] numbers) {
        long[] values = new long[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = ((Number) numbers[i]).longValue();
        }
        return values;
    }

    /** Of ("storage", type, key, device, elements). */
    @Override
    protected Object persistentLoad(Object id) {
        Object[] parts = (Object[]) id;
        return new Storage((Array.Dtype) parts[1], (String) parts[2], ((Number) parts[4]).longValue());
    }
}
