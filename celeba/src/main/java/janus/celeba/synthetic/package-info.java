/** Faces the program draws itself, in CelebA's official layout. */
@NullMarked
package janus.celeba.synthetic;

import org.jspecify.annotations.NullMarked;
