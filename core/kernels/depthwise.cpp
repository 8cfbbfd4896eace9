#include "kernels/depthwise.h"
