package janus.bench.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/** ONNX Runtime's inference on its processor kernels, all graph optimizations on. The batch lies ready. */
final class OnnxInference implements Party {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs;

    OnnxInference(Work work, int threads) throws OrtException {
        int n = work.batch(), size = work.size();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            // its threads spin within a run, and sleep while others have their turn
            options.addConfigEntry("session.force_spinning_stop", "1");
            session = environment.createSession(new OnnxModel().write(n, size), options);
        }
        float[] images = Network.images(n, size);
        FloatBuffer buffer = ByteBuffer.allocateDirect(images.length * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        buffer.put(images).rewind();
        inputs = Map.of("images", OnnxTensor.createTensor(environment, buffer, new long[] {n, 3, size, size}));
    }

    @Override
    public String version() {
        return "ONNX Runtime " + environment.getVersion();
    }

    @Override
    public void run() {
        try (OrtSession.Result result = session.run(inputs)) {
            if (result.size() != Network.HEADS.size()) {
                throw new IllegalStateException(result.size() + " outputs");
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public float[] check() {
        try (OrtSession.Result result = session.run(inputs)) {
            return Party.joined(floats(result, 0), floats(result, 1));
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private static float[] floats(OrtSession.Result result, int index) {
        FloatBuffer buffer = ((OnnxTensor) result.get(index)).getFloatBuffer();
        float[] numbers = new float[buffer.remaining()];
        buffer.get(numbers);
        return numbers;
    }
}
