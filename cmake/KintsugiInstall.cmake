# What `cmake --install` and `cpack` put where.
include(GNUInstallDirs)

install(TARGETS kintsugi-cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS kintsugi_cli_engine LIBRARY DESTINATION lib/kintsugi)

if(TARGET kintsugi)
  install(TARGETS kintsugi RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(TARGETS kintsugi_engine kintsugi_plot_files LIBRARY DESTINATION lib/kintsugi)
  set(linux ${CMAKE_SOURCE_DIR}/resources/linux/org.kintsugi.Kintsugi)
  install(FILES ${linux}.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
  install(FILES ${linux}.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
  install(FILES ${linux}.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/mime/packages)
  install(FILES ${CMAKE_SOURCE_DIR}/resources/icons/org.kintsugi.Kintsugi.svg
    DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
  if(EXISTS ${CMAKE_SOURCE_DIR}/resources/demo.kintsugi)
    install(DIRECTORY ${CMAKE_SOURCE_DIR}/resources/demo.kintsugi DESTINATION ${CMAKE_INSTALL_DATADIR}/kintsugi)
  endif()
endif()
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME kintsugi)
set(CPACK_PACKAGE_CONTACT "Kintsugi developers <kintsugi@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Workbench for hybrid image-restoration networks")
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Loaded when it is there, so that no linker sees it: the icon's format, a BLAS that is many times faster,
# and Qt's own texts in other languages.
set(CPACK_DEBIAN_PACKAGE_DEPENDS libqt6svg6)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libopenblas0-pthread, qt6-translations-l10n")
set(CPACK_STRIP_FILES ON)
include(CPack)
