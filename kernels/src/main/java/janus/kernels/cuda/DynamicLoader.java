package janus.kernels.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Linux's own loader of libraries. What it opens stays open, and serves all who need a library of that soname. */
final class DynamicLoader {
    private static final int RTLD_LAZY = 1;
    private static final int RTLD_DI_LINKMAP = 2;
    private static final AddressLayout TEXT =
            ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(Integer.MAX_VALUE, ValueLayout.JAVA_BYTE));
    /** Of struct link_map: the offset of l_addr, then the path. */
    private static final AddressLayout LINK_MAP = ADDRESS.withTargetLayout(MemoryLayout.structLayout(ADDRESS, TEXT));

    private final MethodHandle dlopen = function("dlopen", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
    private final MethodHandle dlerror = function("dlerror", FunctionDescriptor.of(TEXT));
    private final MethodHandle dlsym = function("dlsym", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
    private final MethodHandle dlinfo = function("dlinfo", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));

    /** What became of an attempt: the path of the library, or the loader's reason; the handle is null after a failure. */
    record Opened(MemorySegment handle, String text) {
        boolean done() {
            return !handle.equals(MemorySegment.NULL);
        }
    }

    /** Opens a library by its path, or by a bare name that is looked for where this process's loader looks. */
    Opened open(String file) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment handle = (MemorySegment) dlopen.invokeExact(arena.allocateFrom(file), RTLD_LAZY);
            if (handle.equals(MemorySegment.NULL)) {
                MemorySegment reason = (MemorySegment) dlerror.invokeExact();
                return new Opened(handle, reason.getString(0));
            }
            MemorySegment map = arena.allocate(LINK_MAP);
            int failed = (int) dlinfo.invokeExact(handle, RTLD_DI_LINKMAP, map);
            return new Opened(
                    handle,
                    failed != 0
                            ? file
                            : map.get(LINK_MAP, 0).get(TEXT, ADDRESS.byteSize()).getString(0));
        } catch (Throwable e) {
            // here and below: invokeExact declares Throwable, whatever the function
            throw new IllegalStateException("dlopen " + file, e);
        }
    }

    /** The value that {@code int name(int *)} writes, or 0 if the library lacks the function or it returns an error. */
    int number(Opened library, String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment symbol = (MemorySegment) dlsym.invokeExact(library.handle, arena.allocateFrom(name));
            if (symbol.equals(MemorySegment.NULL)) {
                return 0;
            }
            MemorySegment value = arena.allocate(JAVA_INT);
            MethodHandle function =
                    Linker.nativeLinker().downcallHandle(symbol, FunctionDescriptor.of(JAVA_INT, ADDRESS));
            return (int) function.invokeExact(value) == 0 ? value.get(JAVA_INT, 0) : 0;
        } catch (Throwable e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor signature) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), signature);
    }
}
