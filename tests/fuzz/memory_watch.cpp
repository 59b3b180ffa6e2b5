#include "tests/fuzz/memory_watch.hpp"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PAWL_HAS_ASAN
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define PAWL_HAS_ASAN
#endif

#ifdef PAWL_HAS_ASAN
// g++ has these functions in its library, but not the header (sanitizer/allocator_interface.h) that clang declares them in.
extern "C" {
int __sanitizer_install_malloc_and_free_hooks(void (*malloc_hook)(const volatile void*, std::size_t), void (*free_hook)(const volatile void*));
std::size_t __sanitizer_get_allocated_size(const volatile void* memory);
}
#endif

namespace pawl::fuzz {

namespace {

// The hooks take no argument of ours.
bool watching = false;
long long taken = 0, most = 0;

#ifdef PAWL_HAS_ASAN
void on_malloc(const volatile void*, std::size_t size) {
    if (!watching) return;
    taken += static_cast<long long>(size);
    if (taken > most) most = taken;
}
void on_free(const volatile void* memory) {
    if (watching && memory != nullptr) taken -= static_cast<long long>(__sanitizer_get_allocated_size(const_cast<const void*>(memory)));
}
#endif

}  // namespace

MemoryWatch::MemoryWatch() {
#ifdef PAWL_HAS_ASAN
    static const int installed = __sanitizer_install_malloc_and_free_hooks(on_malloc, on_free);
    watching = installed != 0;
#endif
    taken = most = 0;
}

MemoryWatch::~MemoryWatch() { watching = false; }

std::size_t MemoryWatch::highest() const { return static_cast<std::size_t>(most); }

}  // namespace pawl::fuzz
