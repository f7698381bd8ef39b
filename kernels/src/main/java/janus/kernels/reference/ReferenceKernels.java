package janus.kernels.reference;

import janus.kernels.Kernels;

/** All kernels as loops over row-major float64, a file for each interface. */
final class ReferenceKernels
        implements Kernels,
                ReferenceConvolutions,
                ReferenceNormalization,
                ReferenceElementwise,
                ReferenceLosses,
                ReferenceReductions,
                ReferencePooling,
                ReferenceUpdates,
                ReferencePictures {}
