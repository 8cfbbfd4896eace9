#pragma once

namespace kintsugi {

/// How a selective scan is written.
enum class OnnxScan {
    Custom,  ///< one operator `SelectiveScan` of the domain `kintsugi`, which the runtime must be given
    Standard ///< standard operators alone: any runtime takes them. Mamba-1 steps through ONNX `Scan`, which is slow;
             ///< Mamba-2 is computed in chunks by matrix products
};

struct ExportOptions {
    int height = 256, width = 256; ///< of the image, multiples of 8
    bool dynamicSize = false;      ///< any multiples of 8 instead; slower, since shapes are worked out at run time
    OnnxScan scan = OnnxScan::Custom;
};

} // namespace kintsugi
